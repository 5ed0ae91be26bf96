package dev.imas.core;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which method calls which. Each lambda is a method of its own, with what it captures as further
 * parameters; ArchUnit counts its calls as those of the method around it. A call of an interface's
 * method is not followed into the classes that implement it.
 */
final class CallGraph {

  /**
   * @param owner the class by its binary name with slashes
   * @param type of its parameters and its result, as a descriptor
   */
  record Method(String owner, String name, String type) {

    boolean takes(Class<?> parameter) {
      return type.substring(0, type.indexOf(')')).contains(parameter.descriptorString());
    }

    boolean isOf(Class<?> other) {
      return owner.equals(other.getName().replace('.', '/'));
    }

    /** Such as {@code Computations$Share.call}. */
    String shortName() {
      return owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
    }
  }

  private final Map<Method, Set<Method>> calls = new HashMap<>();

  private CallGraph() {}

  static CallGraph of(JavaClasses classes) {
    CallGraph graph = new CallGraph();
    for (JavaClass type : classes) {
      type.getSource().ifPresent(source -> graph.read(source.getUri()));
    }
    return graph;
  }

  private void read(URI file) {
    try (InputStream in = file.toURL().openStream()) {
      ClassModel type = ClassFile.of().parse(in.readAllBytes());
      String owner = type.thisClass().asInternalName();
      for (MethodModel method : type.methods()) {
        Set<Method> called = new LinkedHashSet<>();
        method.code().ifPresent(code -> code.forEach(element -> add(called, element)));
        calls.put(
            new Method(owner, method.methodName().stringValue(), method.methodType().stringValue()),
            called);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(Set<Method> called, CodeElement element) {
    switch (element) {
      case InvokeInstruction call ->
          called.add(
              new Method(
                  call.owner().asInternalName(),
                  call.name().stringValue(),
                  call.type().stringValue()));
      case InvokeDynamicInstruction made ->
          made.bootstrapArgs().stream()
              .filter(DirectMethodHandleDesc.class::isInstance)
              .map(DirectMethodHandleDesc.class::cast)
              .forEach(lambda -> called.add(method(lambda)));
      default -> {}
    }
  }

  private static Method method(DirectMethodHandleDesc lambda) {
    String owner = lambda.owner().descriptorString();
    return new Method(
        owner.substring(1, owner.length() - 1), lambda.methodName(), lambda.lookupDescriptor());
  }

  Collection<Method> methods() {
    return calls.keySet();
  }

  /**
   * All that the method calls, itself or by others.
   *
   * @param isBeyond methods that are not followed, and not returned
   */
  Set<Method> reachedFrom(Method method, Predicate<Method> isBeyond) {
    Set<Method> reached = new HashSet<>();
    Deque<Method> next = new ArrayDeque<>(Set.of(method));
    while (!next.isEmpty()) {
      for (Method called : calls.getOrDefault(next.pop(), Set.of())) {
        if (!isBeyond.test(called) && reached.add(called)) {
          next.push(called);
        }
      }
    }
    return reached;
  }
}
