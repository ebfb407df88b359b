import { z } from "zod";
import { partyKinds } from "@/db/enums/enums";
import { changeParty } from "@/server/parties/change";
import { createParty } from "@/server/parties/create";
import { getParty } from "@/server/parties/get";
import { listParties } from "@/server/parties/list";
import { changePartyInput, createPartyInput, type PartyRow, type PartyView } from "@/server/parties/schema";
import { byId, none, operation, pageOf, paging } from "../operation";
import { created, sample } from "./sample";

const time = z.iso.datetime();

const row = z.strictObject({
  id: z.string(),
  kind: z.enum(partyKinds),
  name: z.string(),
  country: z.string().nullable(),
  /** Registration number. */
  reference: z.string().nullable(),
  /** Title, kind and time of the latest decision. */
  latest: z.strictObject({ title: z.string(), kind: z.string(), at: time }).nullable(),
  openCases: z.int(),
  updatedAt: time,
  /** Set when its personal data was erased. */
  erasedAt: time.nullable(),
});

const whole = row.extend({
  createdAt: time,
  /** What is known, each with where it came from and when. */
  data: z.array(
    z.strictObject({ path: z.string(), title: z.string(), value: z.string(), source: z.string(), at: time }),
  ),
  relationships: z.array(
    z.strictObject({
      id: z.string(),
      role: z.enum(["owner", "director", "representative", "parent"]),
      /** `from`: the other owns or directs this one. */
      direction: z.enum(["from", "to"]),
      party: z.strictObject({ id: z.string(), name: z.string(), kind: z.enum(partyKinds) }),
      /** In per cent. */
      share: z.number().nullable(),
      endedAt: time.nullable(),
    }),
  ),
  applications: z.array(z.string()),
  cases: z.array(z.string()),
});

const plain = ({ id, kind, name, country, reference, latest, openCases, updatedAt, erasedAt }: PartyRow) => ({
  ...{ id, kind, name, country, reference, openCases, updatedAt, erasedAt },
  latest: latest && { title: latest.title, kind: latest.kind, at: latest.at },
});

const full = (party: PartyView) => ({
  ...plain(party),
  createdAt: party.createdAt,
  data: party.data.map(({ path, title, value, source, at }) => ({ path, title, value, source, at })),
  relationships: party.relationships.map(({ id, role, direction, party, share, endedAt }) => ({
    ...{ id, role, direction, share, endedAt },
    party: { id: party.id, name: party.name, kind: party.kind },
  })),
  applications: party.applications.map(({ id }) => id),
  cases: party.cases.map(({ id }) => id),
});

const nordlicht = {
  id: sample.party,
  kind: "business",
  name: "Nordlicht Handels GmbH",
  country: "DE",
  reference: "HRB 48210",
  latest: null,
  openCases: 0,
  updatedAt: created,
  erasedAt: null,
};

export const partyOperations = [
  operation({
    id: "createParty",
    method: "post",
    path: "/api/v1/parties",
    scope: "parties.change",
    summary: "Create a party",
    description:
      "A business or person to name by its id in later applications and decisions. Describing it there makes it, too.",
    params: none,
    query: none,
    body: createPartyInput,
    once: "transaction",
    answers: { 201: { description: "The party.", schema: whole } },
    examples: [
      {
        name: "A company",
        body: { kind: "business", name: "Fjord Trading AS", country: "NO", reference: "998 877 665" },
        status: 201,
        answer: {
          ...nordlicht,
          ...{ id: "pty_01kaxk3m9tfq4rjz2s6v8w0y2c", name: "Fjord Trading AS", country: "NO" },
          ...{ reference: "998 877 665", createdAt: created },
          ...{ data: [], relationships: [], applications: [], cases: [] },
        },
      },
    ],
    work: async (ctx, { body }) => {
      const { id } = await createParty(ctx, body);
      return { status: 201, body: full(await getParty(ctx, { partyId: id })) };
    },
  }),
  operation({
    id: "listParties",
    method: "get",
    path: "/api/v1/parties",
    scope: "parties.view",
    summary: "List parties",
    description: "The newest first.",
    params: none,
    query: z.strictObject({
      kind: z.enum(partyKinds).optional(),
      search: z.string().trim().max(100).optional().describe("A part of the name or registration number."),
      reference: z.string().max(100).optional().describe("Registration number, exactly."),
      ...paging,
    }),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of parties.", schema: pageOf(row) } },
    examples: [
      {
        name: "Find one by its registration number",
        query: { reference: "HRB 48210" },
        status: 200,
        answer: { data: [nordlicht], nextCursor: null },
      },
    ],
    work: async (ctx, { query }) => {
      const { data, nextCursor } = await listParties(ctx, query);
      return { status: 200, body: { data: data.map(plain), nextCursor } };
    },
  }),
  operation({
    id: "getParty",
    method: "get",
    path: "/api/v1/parties/{id}",
    scope: "parties.view",
    summary: "Read a party",
    description: "What is known of it and from where, who stands behind it, its applications and cases.",
    params: byId,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The party.", schema: whole } },
    examples: [
      {
        name: "A party with an application under way",
        params: { id: sample.party },
        status: 200,
        answer: {
          ...nordlicht,
          createdAt: created,
          ...{ data: [], relationships: [], applications: [sample.application], cases: [] },
        },
      },
    ],
    work: async (ctx, { params }) => ({
      status: 200,
      body: full(await getParty(ctx, { partyId: params.id })),
    }),
  }),
  operation({
    id: "changeParty",
    method: "patch",
    path: "/api/v1/parties/{id}",
    scope: "parties.change",
    summary: "Change a party",
    description:
      "What is left out stays as it is; `null` takes a value away. Runs under way keep what they read.",
    params: byId,
    query: none,
    body: changePartyInput.omit({ partyId: true }),
    once: "transaction",
    answers: { 200: { description: "The party, changed.", schema: whole } },
    examples: [
      {
        name: "It moved to Austria",
        params: { id: sample.party },
        body: { country: "AT" },
        status: 200,
        answer: {
          ...nordlicht,
          country: "AT",
          createdAt: created,
          ...{ data: [], relationships: [], applications: [sample.application], cases: [] },
        },
      },
    ],
    work: async (ctx, { params, body }) => {
      await changeParty(ctx, { partyId: params.id, ...body });
      return { status: 200, body: full(await getParty(ctx, { partyId: params.id })) };
    },
  }),
];
