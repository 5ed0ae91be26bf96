import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boundsOf,
  contentOf,
  curlOf,
  matches,
  membersOf,
  operationsOf,
  typeOf,
} from "../web/reference/document.ts";

const document = {
  tags: [{ name: "teams", description: "Teams." }],
  paths: {
    "/teams/{id}": {
      put: {
        operationId: "putTeamsById",
        summary: "Replace a team",
        description: "All of it.",
        tags: ["teams"],
        parameters: [{ $ref: "#/components/parameters/if-match" }],
        requestBody: {
          content: {
            "application/json": { schema: { $ref: "#/components/schemas/Team" }, example: { name: "It's" } },
          },
        },
        responses: { 200: { description: "OK" }, default: { $ref: "#/components/responses/Problem" } },
        security: [{ token: [] }],
        "x-permission": "team.manage",
      },
      get: {
        operationId: "getTeamsById",
        summary: "Read a team",
        description: "One.",
        tags: ["teams"],
        parameters: [{ name: "at", in: "query", required: true }],
        responses: {},
        security: [],
        "x-permission": "public",
        deprecated: true,
        "x-sunset": "2027-11-29",
      },
    },
  },
  components: {
    parameters: { "if-match": { name: "If-Match", in: "header", required: true } },
    responses: { Problem: { description: "What is wrong" } },
    schemas: {
      Team: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string", maxLength: 100 },
          parent: { anyOf: [{ $ref: "#/components/schemas/Team" }, { type: "null" }] },
        },
      },
    },
  },
};

test("operations have what is shared in its place", () => {
  const [put, get] = operationsOf(document);
  assert.equal(put.parameters[0].name, "If-Match");
  assert.equal(put.answers[1].answer.description, "What is wrong");
  assert.equal(put.isOpen, false);
  assert.equal(get.isOpen, true);
  assert.equal(get.isDeprecated, true);
  assert.equal(get.sunset, "2027-11-29");
});

test("a command can be pasted", () => {
  const [put, get] = operationsOf(document);
  assert.equal(
    curlOf(put, "http://localhost/api/v1"),
    [
      "curl -sS -X PUT 'http://localhost/api/v1/teams/<id>'",
      '-H "Authorization: Bearer $TOKEN"',
      `-H 'If-Match: "1"'`,
      "-H 'Content-Type: application/json'",
      `-d '{"name":"It'\\''s"}'`,
    ].join(" \\\n  "),
  );
  assert.equal(curlOf(get, ""), "curl -sS '/teams/<id>?at=<at>'");
});

test("all words of a search are found, wherever they stand", () => {
  const [put] = operationsOf(document);
  assert.ok(matches(put, "team.manage PUT"));
  assert.ok(!matches(put, "team delete"));
});

test("a schema says its type, bounds and members", () => {
  const team = { $ref: "#/components/schemas/Team" };
  const [name, parent] = membersOf(document, { type: "array", items: team });
  assert.deepEqual([name.name, name.isRequired, boundsOf(name.schema)], ["name", true, "length ≤ 100"]);
  assert.deepEqual([parent.isRequired, typeOf(parent.schema)], [false, "Team | null"]);
  assert.equal(typeOf({ type: "array", items: team }), "Team[]");
  assert.equal(typeOf({ type: ["string", "null"], format: "uuid" }), "uuid | null");
  assert.equal(membersOf(document, parent.schema).length, 2);
  assert.equal(contentOf(null), null);
});
