import assert from "node:assert/strict";
import { test } from "node:test";
import { atField, plain } from "../web/shell/plain.ts";

test("no pointer into a body is shown", () => {
  assert.equal(plain("/name is missing; send a text of 1 to 100 characters"), "Name is missing; send a text of 1 to 100 characters");
  assert.equal(plain("/layers/0/order/1 is not a user (and 2 more)"), "Layers 1, order 2 is not a user (and 2 more)");
  assert.equal(plain("see /steps/2/targets: nobody"), "See steps 3, targets: nobody");
});

test("a form's own names are used", () => {
  const titles = new Map([["password", "New password"], ["time_zone", "Time zone"]]);
  assert.equal(plain("/password use at least 12 characters", titles), "New password use at least 12 characters");
  assert.equal(plain("/time_zone is not one; time_zone must be known", titles), "Time zone is not one; Time zone must be known");
});

test("at a field, its name is not said again", () => {
  assert.equal(atField("/address is missing", "/address"), "Is missing");
});

test("names of programs become words", () => {
  assert.equal(plain("default_severity must be SEV1_CRITICAL or SEV2_HIGH"), "Default severity must be SEV1 or SEV2");
  assert.equal(plain("it is ACKNOWLEDGED; needs TENANT_ADMIN"), "It is acknowledged; needs tenant admin");
  assert.equal(plain("must be from PT1M to P1DT12H"), "Must be from 1 min to 1 d 12 h");
});

test("requests of the API are left out", () => {
  assert.equal(
    plain("an administrator can allow others (PUT /api/v1/verification-settings)"),
    "An administrator can allow others",
  );
  assert.equal(plain("make another: POST /api/v1/me/tokens."), "Make another");
  assert.equal(plain("test it later (POST …/test)"), "Test it later");
});

test("what somebody has written stays", () => {
  assert.equal(plain("'/etc/a_b RESOLVED' is no name"), "'/etc/a_b RESOLVED' is no name");
  assert.equal(plain("is not a URL such as https://a.example/some_page"), "Is not a URL such as https://a.example/some_page");
});
