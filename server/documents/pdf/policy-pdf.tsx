import { join } from "node:path";
import { Document, Font, Link, Page, renderToStream, StyleSheet, Text, View } from "@react-pdf/renderer";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { type AppendixSection, policyAppendix } from "@/server/workflows/appendix/policy";
import { outcomeSentence, type PolicyStep, policySentences } from "@/server/workflows/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";

/** The policy on paper: what the screen says, numbered, with the version and its hash on every page. */

const FAMILY = "Liberation Sans";
/** Latin, Greek and Cyrillic; it lies beside the PDF reader, and is embedded with the glyphs that are used. */
const fontFile = (name: string) => join(process.cwd(), "node_modules/pdfjs-dist/standard_fonts", name);

Font.register({
  family: FAMILY,
  fonts: [
    { src: fontFile("LiberationSans-Regular.ttf") },
    { src: fontFile("LiberationSans-Bold.ttf"), fontWeight: 700 },
  ],
});
// Words are never broken: a name or a code on two lines is read wrongly.
Font.registerHyphenationCallback((word) => [word]);

const INK = "#14181d";
const QUIET = "#5b6570";
const css = StyleSheet.create({
  page: { padding: "48 56 64", fontFamily: FAMILY, fontSize: 9.5, lineHeight: 1.45, color: INK },
  title: { fontSize: 18, fontWeight: 700, lineHeight: 1.25, marginBottom: 4 },
  quiet: { color: QUIET },
  heading: { fontSize: 12, fontWeight: 700, marginTop: 18, marginBottom: 4 },
  row: { flexDirection: "row" },
  step: { paddingTop: 7, marginTop: 7, borderTop: "0.5 solid #d5dae0" },
  number: { width: 30, color: QUIET },
  detailNumber: { width: 36, color: QUIET, fontSize: 8.5 },
  body: { flex: 1 },
  below: { marginLeft: 30 },
  detail: { marginTop: 2 },
  exits: { marginTop: 3 },
  bold: { fontWeight: 700 },
  code: { color: QUIET, fontSize: 8 },
  exit: { color: QUIET, fontSize: 8.5 },
  link: { color: "#0b6e6e", textDecoration: "none" },
  // From the top, with a height: what hangs on the bottom of a page drifts away over many pages.
  footer: {
    ...{ position: "absolute", left: 56, right: 56, top: 796, height: 22, paddingTop: 6 },
    ...{ borderTop: "0.5 solid #d5dae0", fontSize: 7.5, color: QUIET },
    ...{ flexDirection: "row", justifyContent: "space-between", paddingRight: 110 },
  },
  // Without a height: one that is given keeps text that is filled in later from being drawn.
  pageNumber: {
    ...{ position: "absolute", left: 400, right: 56, top: 802 },
    ...{ fontSize: 7.5, lineHeight: 1, color: QUIET, textAlign: "right" },
  },
});

export interface PolicyPaper {
  document: WorkflowDocument;
  /** "Version 3, live", "Draft, revision 12". */
  standing: string;
  /** "Published by Ada, 24 Nov 2026, 10:00 UTC: Orders over 400 are looked at." */
  about: string;
  hash: string;
  /** When it was printed. */
  at: Date;
}

const dateText = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

export function policyPdf(paper: PolicyPaper): Promise<NodeJS.ReadableStream> {
  return renderToStream(<PolicyDocument {...paper} />);
}

function PolicyDocument({ document, standing, about, hash, at }: PolicyPaper) {
  const steps = policySentences(document, nodeCatalogue);
  return (
    <Document
      title={`${document.title}, ${standing}`}
      creator="Gatehouse"
      producer="Gatehouse"
      creationDate={at}
    >
      <Page size="A4" style={css.page}>
        <View style={css.footer} fixed>
          <Text>
            {document.title}, {standing}, {hash.slice(0, 16)}
          </Text>
          <Text>printed {dateText(at)}</Text>
        </View>
        <Text
          style={css.pageNumber}
          render={({ pageNumber, totalPages }) => `Page ${pageNumber} of ${totalPages}`}
          fixed
        />
        <Text style={css.title}>{document.title}</Text>
        <Text style={css.quiet}>
          {standing}. {about}
        </Text>
        {document.description !== "" && <Text style={{ marginTop: 6 }}>{document.description}</Text>}
        <Text style={{ marginTop: 6 }}>{outcomeSentence(document)}</Text>
        <Text style={css.heading}>Steps</Text>
        {steps.map((step) => (
          <Step key={step.node} step={step} />
        ))}
        {policyAppendix(document, nodeCatalogue).map((section) => (
          <Section key={section.key} section={section} />
        ))}
      </Page>
    </Document>
  );
}

/** A title never stands at the foot of a page without what it is the title of. */
function Step({ step }: { step: PolicyStep }) {
  return (
    <View style={[css.step, { marginLeft: step.depth * 18 }]} id={step.node}>
      <View style={css.row} wrap={false}>
        <Text style={css.number}>{step.number}</Text>
        <View style={css.body}>
          <Text style={css.bold}>{step.title}</Text>
          <Text>{step.sentence}</Text>
        </View>
      </View>
      <View style={css.below}>
        {step.details.map(({ number, code, sentence }) => (
          <View key={number} style={[css.row, css.detail]} wrap={false}>
            <Text style={css.detailNumber}>{number}</Text>
            <Text style={css.body}>
              {code !== undefined && <Text style={css.code}>{code} </Text>}
              {sentence}
            </Text>
          </View>
        ))}
        <View style={css.exits} wrap={false}>
          {step.exits.map(({ outlet, title, to, kind }) => (
            <Text key={outlet} style={css.exit}>
              {title} →{" "}
              {to ? (
                <Link src={`#${to.node}`} style={css.link}>
                  {to.number} {to.title}
                </Link>
              ) : kind === "normal" ? (
                "nowhere"
              ) : (
                "stops and asks for attention"
              )}
            </Text>
          ))}
        </View>
      </View>
    </View>
  );
}

function Section({ section }: { section: AppendixSection }) {
  return (
    <View>
      <Text style={css.heading} minPresenceAhead={30}>
        {section.title}
      </Text>
      {section.lines.map(({ code, sentence, depth }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines on paper never move.
        <Text key={i} style={{ marginLeft: depth * 14, marginTop: 2 }}>
          {code !== undefined && <Text style={css.code}>{code} </Text>}
          {sentence}
        </Text>
      ))}
    </View>
  );
}
