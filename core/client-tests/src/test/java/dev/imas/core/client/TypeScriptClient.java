package dev.imas.core.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.client.ClientCalls.ClientCall;
import dev.imas.core.client.ClientCalls.Outcome;
import dev.imas.core.platform.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The types that openapi-typescript makes, and a program that makes the calls by them. */
final class TypeScriptClient {

  private static final String BEGINNING =
      """
      import type { paths } from "./api";

      declare const process: { env: Record<string, string> };
      declare const console: { log(line: string): void };
      declare function fetch(url: string, init: object): Promise<{ status: number; json(): Promise<unknown> }>;

      type Json<O> = O extends { content: { "application/json": infer B } } ? B : never;
      type Answers<R> = { [S in keyof R]: S extends 200 | 201 | 202 ? Json<R[S]> : never }[keyof R];
      type Body<O> = O extends { requestBody?: infer B } ? Json<NonNullable<B>> : never;

      let incident = "";

      async function send<P extends keyof paths, M extends keyof paths[P] & string>(
        method: M,
        path: P,
        values: Record<string, string>,
        headers: Record<string, string>,
        body?: Body<paths[P][M]>,
      ): Promise<Answers<paths[P][M] extends { responses: infer R } ? R : never>> {
        const target = (path as string).replace(/\\{(\\w+)\\}/g, (_, name: string) =>
          encodeURIComponent((values[name] ?? "").replace("$incident", incident)),
        );
        const answer = await fetch(process.env["BASE"] + target, {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${process.env["TOKEN"]}`, "content-type": "application/json", ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const json = await answer.json();
        console.log(JSON.stringify({ status: answer.status, answer: json }));
        return json as never;
      }

      async function all(): Promise<void> {
      """;

  private final Path folder;

  private TypeScriptClient(Path folder) {
    this.folder = folder;
  }

  static TypeScriptClient generated(Path parent, Path document, List<ClientCall> calls)
      throws Exception {
    Path folder = Files.createDirectories(parent.resolve("typescript"));
    Program.run(
        folder,
        Map.of(),
        List.of(
            "npm",
            "install",
            "--prefix",
            ".",
            "--no-audit",
            "--no-fund",
            "openapi-typescript@" + System.getProperty("imas.clients.typescript")));
    Program.run(
        folder,
        Map.of(),
        List.of(
            "node",
            "node_modules/openapi-typescript/bin/cli.js",
            document.toString(),
            "-o",
            "api.ts",
            // What has a default need not be sent.
            "--default-non-nullable=false",
            "--empty-objects-unknown"));
    StringBuilder program = new StringBuilder(BEGINNING);
    for (ClientCall call : calls) {
      program
          .append(call.name().equals("POST /incidents") ? "  incident = (" : "  ")
          .append("await send(\"")
          .append(call.method().toLowerCase(Locale.ROOT))
          .append("\", ")
          .append(Json.write(call.template()))
          .append(", ")
          .append(Json.write(call.path()))
          .append(call.ifMatch() ? ", { \"if-match\": '\"1\"' }" : ", {}")
          .append(call.body() == null ? "" : ", " + call.body())
          .append(call.name().equals("POST /incidents") ? ")).short_id;\n" : ");\n");
    }
    program.append("}\n\nvoid all();\n");
    Files.writeString(folder.resolve("calls.ts"), program);
    Program.run(
        folder,
        Map.of(),
        List.of(
            "node",
            "node_modules/typescript/bin/tsc",
            "--strict",
            "--target",
            "es2022",
            "--module",
            "commonjs",
            "--lib",
            "es2022",
            "calls.ts"));
    return new TypeScriptClient(folder);
  }

  List<Outcome> run(List<ClientCall> calls, String base, String token) throws Exception {
    List<String> lines =
        Program.run(folder, Map.of("BASE", base, "TOKEN", token), List.of("node", "calls.js"))
            .lines()
            .toList();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      JsonNode said = Json.MAPPER.readTree(lines.get(i));
      outcomes.add(Outcome.of(calls.get(i), said.get("status").asInt(), said.get("answer")));
    }
    return outcomes;
  }
}
