import { type Schema, validate } from "@cfworker/json-schema";
import type { RJSFSchema, ValidatorType } from "@rjsf/utils";

const check = (schema: RJSFSchema, data: unknown) => validate(data, schema as Schema, "7");

/**
 * RJSF asks a validator which branch of a schema fits. This one generates no code, so it runs under a strict content
 * security policy. Problems are shown through `SchemaForm`'s own list, never from here.
 */
export const validator: ValidatorType = {
  isValid: (schema, data, rootSchema) => {
    const definitions = rootSchema?.definitions;
    return check(definitions ? { definitions, ...schema } : schema, data).valid;
  },
  rawValidation: <Result>(schema: RJSFSchema, data?: unknown) => ({
    errors: check(schema, data).errors as Result[],
  }),
  validateFormData: () => ({ errors: [], errorSchema: {} }),
};
