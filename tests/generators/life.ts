// A demand's whole life, by openapi-fetch over the types that openapi-typescript makes of the
// description. `tsc --strict` reads it first: a field that is misspelt here does not compile.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

type Fact = paths["/v1/registrations/{registration_id}/events"]["post"]["requestBody"]["content"]["application/json"];

const rights = createClient<paths>({ baseUrl: process.argv[2] ?? "" });

function told<T>(reply: { data?: T; error?: unknown }): T {
  assert.equal(reply.error, undefined, JSON.stringify(reply.error));
  assert.ok(reply.data !== undefined);
  return reply.data;
}

told(
  await rights.POST("/v1/agreements", {
    body: {
      id: "of-typescript",
      template: "ctc-1998",
      holders: [
        { id: "spectrum", name: "Spectrum", preferred_as_converted: 1_200_000 },
        { id: "wang", name: "Wang", preferred_as_converted: 100_000 },
      ],
    },
  }),
);

const demand = told(
  await rights.POST("/v1/agreements/{agreement_id}/demands", {
    params: { path: { agreement_id: "of-typescript" }, query: { as_of: "1999-02-22" } },
    body: {
      id: "demand-of-typescript",
      letters: [
        {
          requests: [{ holder: "spectrum", shares: 400_000 }],
          delivery: { method: "mail", sent_on: "1999-02-16" },
        },
      ],
      short_form_qualified: false,
      underwritten: false,
    },
  }),
);
// 90 days from receipt on Friday, 19 February 1999 (2(a)(i), 9(b)).
assert.ok("determination" in demand.result);
assert.equal(demand.result.determination.due_on, "1999-05-20");

const facts: Fact[] = [
  { kind: "notice_given", holder: "wang", delivery: { method: "personal", delivered_on: "1999-02-22" } },
  {
    kind: "join_requested",
    holder: "wang",
    shares: 50_000,
    delivery: { method: "personal", delivered_on: "1999-03-01" },
  },
  { kind: "filed", occurred_on: "1999-04-01", form: "S-3" },
  { kind: "declared_effective", occurred_on: "1999-05-03" },
];
const path = { registration_id: "demand-of-typescript" };
for (const body of facts) {
  const answer = told(
    await rights.POST("/v1/registrations/{registration_id}/events", {
      params: { path, query: { as_of: "1999-05-10" } },
      body,
    }),
  );
  assert.ok("owed" in answer.result);
  assert.equal(answer.result.facts[0]?.kind, body.kind);
}

const stands = told(
  await rights.GET("/v1/registrations/{registration_id}", {
    params: { path, query: { as_of: "1999-06-01" } },
  }),
);
assert.equal(stands.result.state, "effective");
assert.equal(stands.result.in_time, true);
const { allocation } = told(
  await rights.GET("/v1/registrations/{registration_id}/allocation", {
    params: { path, query: { as_of: "1999-06-01" } },
  }),
);
const shares = Object.fromEntries(allocation.lines.map((line) => [line.seller, line.requested]));
assert.deepEqual(shares, { spectrum: 400_000, wang: 50_000 });

const wrong = await rights.GET("/v1/registrations/{registration_id}", {
  params: { path: { registration_id: "demand-of-tyepscript" } },
});
assert.equal(wrong.error?.code, "not_found");
console.log("1 passed, 0 failed");
