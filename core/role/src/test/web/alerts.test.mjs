import assert from "node:assert/strict";
import { test } from "node:test";
import { isMatcher, oneOf, packed, quoted, split, typing, unpacked } from "../web/alerts/matchers.ts";
import { incidentsOf, joined, mostTelling, rowsOf } from "../web/alerts/rows.ts";
import { viewOf, within } from "../web/alerts/view.ts";
import { differs, safeLink, steps } from "../web/alert/tree.ts";
import { named } from "../web/incident/persons.ts";
import { colourOf, initials } from "../web/shell/initials.ts";
import { tellingOf } from "../web/alerts/telling.ts";

test("a person has one of four colours, however the name is written", () => {
  assert.equal(colourOf("Ada"), colourOf("ada"));
  for (const name of ["", "ada", "bo", "carla", "dev"]) assert.match(colourOf(name), /^p[1-4]$/);
});

test("people have the initials of their first and last name", () => {
  assert.equal(initials("Vera Maria Green"), "VG");
  assert.equal(initials("vera"), "V");
  assert.equal(initials("jean-luc.petit"), "JP");
  assert.equal(initials("élise 𝒳avier"), "É𝒳");
  assert.equal(initials(" "), "");
  assert.equal(named({ username: "vera", name: null }), "vera");
  assert.equal(named({ username: "vera", name: "Vera Green" }), "Vera Green");
});

test("what somebody types into a matcher is completed where they are", () => {
  assert.deepEqual(typing("clu"), { at: "name", prefix: "clu" });
  assert.deepEqual(typing("cluster="), { at: "value", name: "cluster", operator: "=", prefix: "" });
  assert.deepEqual(typing('cluster != "eu'), { at: "value", name: "cluster", operator: "!=", prefix: "eu" });
  assert.deepEqual(typing('cluster=~"eu.*'), { at: "end" });
  assert.deepEqual(typing("="), { at: "end" });
});

test("a matcher has a label and an operator, and its quotes end", () => {
  for (const whole of ['a="b"', "a!=b", 'a=~"b|c"', 'a=""', "a=", 'a="\\""']) assert.equal(isMatcher(whole), true, whole);
  for (const part of ["", "a", "=b", 'a="b', 'a="b"c']) assert.equal(isMatcher(part), false, part);
});

test("matchers are divided by commas, but not within quotes", () => {
  assert.deepEqual(split('a="1,2" , b!=3,,c=~"\\",x"'), ['a="1,2"', "b!=3", 'c=~"\\",x"']);
  assert.deepEqual(split(""), []);
});

test("values come back from an address as they were, and make one matcher", () => {
  for (const value of ["eu,1", "100%", "%2C", "", '"']) assert.equal(unpacked(packed(value)), value);
  assert.equal(unpacked(packed(null)), "");
  assert.equal(oneOf("cluster", [packed('a"b')]), 'cluster="a\\"b"');
  assert.equal(oneOf("host", ["web.1", packed(null)]), 'host=~"web\\\\.1|"');
  assert.equal(quoted("a\nb"), '"a\\nb"');
});

const columns = {
  number: [7, 8],
  version: [1, 3],
  severity: [1, 4],
  since: [100, 200],
  status: { values: ["FIRING"], index: [0, 0] },
  name: { values: ["Disk", "Cards"], index: [1, 0] },
  service: { values: [{ id: "s", name: "Checkout", team: null }], index: [0, 0] },
  incident: { values: ["INC-AAAAA", null], index: [0, 1] },
  hidden_by: { values: [[], ["incident_resolved"]], index: [0, 1] },
  labels: { cluster: { values: ["eu", null], index: [1, 0] } },
};

test("columns become rows", () => {
  const [first, second] = rowsOf(columns, ["cluster", "unknown"]);
  assert.equal(first.name, "Cards");
  assert.deepEqual(first.labels, [null, null]);
  assert.deepEqual(second.labels, ["eu", null]);
  assert.deepEqual(second.hiddenBy, ["incident_resolved"]);
  assert.equal(second.incident, null);
});

test("an alert that is on two pages is one row, as the later page has it", () => {
  const [a, b] = rowsOf(columns, []);
  const later = { ...a, version: 9 };
  assert.deepEqual(joined([[a, b], [later]]), [later, b]);
  assert.deepEqual(joined([[a]]), [a]);
});

test("the incidents of what is selected, each once", () => {
  const [a, b] = rowsOf(columns, []);
  const rows = [a, { ...a, number: 9 }, b];
  assert.deepEqual(incidentsOf(rows, new Set([7, 8, 9])), ["INC-AAAAA"]);
  assert.deepEqual(incidentsOf(rows, new Set([8])), []);
});

const view = (query) => viewOf(new URLSearchParams(query));

test("the address says everything of the view", () => {
  assert.equal(view("").filters.status, "FIRING");
  assert.equal(view("").isFiltered, false);
  assert.equal(view("status=all").filters.status, "");
  const all = view("match=a%3D1&l.cluster=eu,us&columns=cluster,x&sort=severity&by=service&selected=7,8,no&hidden=true");
  assert.deepEqual(all.filters.label, ["a=1", 'cluster=~"eu|us"']);
  assert.deepEqual(all.columns, ["cluster", "x"]);
  assert.equal(all.sort, "severity");
  assert.deepEqual(all.by, ["service"]);
  assert.deepEqual([...all.selected], [7, 8]);
  assert.equal(all.filters.hidden, "true");
  assert.equal(all.isFiltered, true);
  assert.equal(view("sort=made-up").sort, "newest");
  assert.equal(view("columns=a,b,c,d,e,f").columns.length, 5);
});

test("a group leads to its alerts", () => {
  assert.deepEqual(within(["service", "label:cluster"], ["Checkout", 'a"b']), {
    by: "",
    selected: "",
    service: "Checkout",
    match: 'cluster="a\\"b"',
  });
  assert.equal(within(["label:cluster"], [null]).match, 'cluster=""');
});

const explanation = {
  routing: {},
  rules: [
    { index: 0, name: "staging", matched: false, continue: false, decided: [] },
    { index: 1, name: "payments", matched: true, continue: false, decided: ["service"] },
  ],
  service: { id: "s", name: "Checkout", found: "RULE", rule: 1 },
  severity: { severity: "SEV1_CRITICAL", found: "SENDER_LABEL" },
  group: { key: "{}", by: ["alertname"] },
  auto_resolve: { enabled: true },
};

test("each thing that was decided names the rule that did", () => {
  const [service, severity, group, autoResolve] = steps(explanation);
  assert.equal(service.rule.name, "payments");
  assert.equal(severity.rule, null);
  assert.equal(severity.how, "SENDER_LABEL");
  assert.deepEqual([group.how, group.values.labels], ["default", "alertname"]);
  assert.equal(autoResolve.result, "yes");
  const found = (service) => steps({ ...explanation, service: { ...explanation.service, ...service } })[0].how;
  assert.equal(found({ found: "LABEL_JOB", label: "job", value: "x" }), "label");
  assert.equal(found({ found: "TRIAGE" }), "triage");
  assert.equal(differs({ decided: { service: { id: "other" } }, explanation }), true);
  assert.equal(differs({ decided: { service: { id: "s" } }, explanation }), false);
});

test("a drop is told first, with its reason and its rule", () => {
  const [dropped, service] = steps({ ...explanation, routing: { dropped: { rule: 1, name: "payments", why: "a test" } } });
  assert.deepEqual([dropped.what, dropped.result, dropped.rule.name], ["dropped", "a test", "payments"]);
  assert.equal(service.what, "service");
});

test("what rules say of an incident comes last, as far as they say it", () => {
  const opening = { title: "{{name}}", title_rule: 1, impact_scopes: ["Legal", "Press"], scopes_rule: 1 };
  const told = steps({ ...explanation, opening }).slice(4);
  assert.deepEqual(
    told.map(({ what, result, rule }) => [what, result, rule.name]),
    [
      ["title", "{{name}}", "payments"],
      ["impact_scopes", "Legal, Press", "payments"],
    ],
  );
});

test("tags of several rules are a step for each rule", () => {
  const tags = [
    { tag: "shop", rule: 0 },
    { tag: "{{labels.team}}", rule: 0 },
    { tag: "db", rule: 1 },
  ];
  const told = steps({ ...explanation, opening: { tags } }).slice(4);
  assert.deepEqual(
    told.map(({ what, result }) => [what, result]),
    [
      ["tags", "shop, {{labels.team}}"],
      ["tags", "db"],
    ],
  );
});

test("only addresses of the web are links", () => {
  assert.equal(safeLink("https://example.org/x"), "https://example.org/x");
  for (const text of ["javascript:alert(1)", "data:text/html,x", "not a link", "//host"]) assert.equal(safeLink(text), null);
});

test("alerts of one name are told apart by the labels that differ, those that differ most first", () => {
  const disk = (instance, device) => ({ name: "DiskFull", labels: { alertname: "DiskFull", job: "node", instance, device } });
  assert.deepEqual(
    tellingOf([disk("a", "sda"), disk("b", "sda"), disk("c", "sdb"), { name: "Alone", labels: { instance: "a" } }]),
    [
      [["instance", "a"], ["device", "sda"]],
      [["instance", "b"], ["device", "sda"]],
      [["instance", "c"], ["device", "sdb"]],
      [],
    ],
  );
  const many = (i) => ({ name: "N", labels: { a: `${i}`, b: `${i}`, c: `${i}`, d: `${i}`, severity: `${i}` } });
  assert.deepEqual(tellingOf([many(1), many(2)])[0], [["a", "1"], ["b", "1"], ["c", "1"]]);
});

test("the labels that tell most alerts from others of their name become columns", () => {
  const one = (name, labels) => ({ name, labels: { alertname: name, ...labels } });
  const list = [
    one("Backup", { volume: "1", job: "n" }),
    one("Backup", { volume: "2", job: "n" }),
    one("Backup", { volume: "3", job: "n" }),
    one("Disk", { host: "a", device: "sda" }),
    one("Disk", { host: "b", device: "sda" }),
    one("Alone", { pod: "p" }),
  ];
  assert.deepEqual(mostTelling(list, 2), ["volume", "host"]);
  assert.deepEqual(mostTelling(list, 1), ["volume"]);
  assert.deepEqual(mostTelling([one("Alone", { pod: "p" })], 2), []);
});
