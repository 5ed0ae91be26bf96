package dev.imas.core.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.client.ClientCalls.ClientCall;
import dev.imas.core.client.ClientCalls.Outcome;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The client that openapi-generator makes for Java, with all of its classes compiled. */
final class JavaClient {

  private static final String PACKAGE = "dev.imas.client";

  private final URLClassLoader classes;
  private final Path sources;

  private JavaClient(URLClassLoader classes, Path sources) {
    this.classes = classes;
    this.sources = sources;
  }

  static JavaClient generated(Path folder, Path document) throws Exception {
    Path client = folder.resolve("java");
    Program.run(
        folder,
        Map.of(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            Path.of("target/generator/generator.jar").toAbsolutePath().toString(),
            "generate",
            "-i",
            document.toString(),
            "-g",
            "java",
            "-o",
            client.toString(),
            "--additional-properties=library=native,openApiNullable=false,containerDefaultToNull=true,useJakartaEe=true,"
                + "hideGenerationTimestamp=true,invokerPackage="
                + PACKAGE
                + ",apiPackage="
                + PACKAGE
                + ".api,modelPackage="
                + PACKAGE
                + ".model",
            "--schema-mappings",
            "Slot=Object",
            "--global-property",
            "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"));
    Path sources = client.resolve("src/main/java");
    Path compiled = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-nowarn", "-proc:none", "-parameters", "-d", compiled.toString(), "-cp"));
    arguments.add(System.getProperty("java.class.path"));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(arguments::add);
    }
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new AssertionError("the generated client does not compile");
    }
    return new JavaClient(
        new URLClassLoader(new URL[] {compiled.toUri().toURL()}, JavaClient.class.getClassLoader()),
        sources);
  }

  List<Outcome> run(List<ClientCall> calls, String base, String token) throws Exception {
    Class<?> clientClass = classes.loadClass(PACKAGE + ".ApiClient");
    ObjectMapper mapper =
        (ObjectMapper) clientClass.getMethod("createDefaultObjectMapper").invoke(null);
    Object client = clientClass.getConstructor().newInstance();
    clientClass.getMethod("updateBaseUri", String.class).invoke(client, base);
    Consumer<HttpRequest.Builder> asking =
        request -> request.setHeader("authorization", "Bearer " + token);
    AtomicInteger status = new AtomicInteger();
    Consumer<HttpResponse<?>> answered = response -> status.set(response.statusCode());
    clientClass.getMethod("setRequestInterceptor", Consumer.class).invoke(client, asking);
    clientClass.getMethod("setResponseInterceptor", Consumer.class).invoke(client, answered);
    List<Outcome> outcomes = new ArrayList<>();
    String incident = "";
    for (ClientCall call : calls) {
      JsonNode answer = mapper.valueToTree(answerOf(call, client, clientClass, mapper, incident));
      outcomes.add(Outcome.of(call, status.get(), answer));
      if (call.name().equals("POST /incidents")) {
        incident = answer.get("short_id").asText();
      }
    }
    return outcomes;
  }

  private Object answerOf(
      ClientCall call, Object client, Class<?> clientClass, ObjectMapper mapper, String incident)
      throws Exception {
    Method method = methodOf(call);
    Object api = method.getDeclaringClass().getConstructor(clientClass).newInstance(client);
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      arguments.add(argument(call, parameter, mapper, incident));
    }
    try {
      return Objects.requireNonNull(method.invoke(api, arguments.toArray()), call.name());
    } catch (InvocationTargetException e) {
      throw new AssertionError(call.name() + ": " + e.getCause(), e.getCause());
    }
  }

  private static @Nullable Object argument(
      ClientCall call, Parameter parameter, ObjectMapper mapper, String incident) {
    String inPath = call.path().get(parameter.getName());
    if (inPath != null) {
      return inPath.equals(ClientCalls.INCIDENT) ? incident : inPath;
    }
    if (parameter.getName().equals("ifMatch")) {
      return call.ifMatch() ? "\"1\"" : null;
    }
    boolean isBody =
        parameter.getType().getPackageName().startsWith(PACKAGE)
            || parameter.getType() == Object.class;
    return isBody && call.body() != null
        ? mapper.convertValue(call.body(), parameter.getType())
        : null;
  }

  /** Without the headers that a caller may add. */
  private Method methodOf(ClientCall call) throws IOException, ClassNotFoundException {
    try (Stream<Path> files = Files.list(sources.resolve(PACKAGE.replace('.', '/') + "/api"))) {
      for (Path file : files.toList()) {
        String name = Objects.toString(file.getFileName()).replace(".java", "");
        List<Method> methods =
            Stream.of(classes.loadClass(PACKAGE + ".api." + name).getMethods())
                .filter(one -> one.getName().equals(call.operationId()))
                .sorted(Comparator.comparing(Method::getParameterCount))
                .toList();
        if (!methods.isEmpty()) {
          return methods.getFirst();
        }
      }
    }
    throw new AssertionError("the client lacks " + call.operationId());
  }
}
