package io.atoll.chaos.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.UnmodifiableClassException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Classes of the running process that do something else for a while. All threads see it, and
 * everything else stays compiled and warm, which makes it much cheaper than {@link CopiedClasses}.
 * Only what methods do can be altered so: neither the members of a class nor what was computed once
 * for all when it was loaded.
 */
public final class Redefinition implements AutoCloseable {
  private final Map<String, byte[]> before;

  private Redefinition(Map<String, byte[]> before) {
    this.before = before;
  }

  /**
   * Alters classes until it is closed.
   *
   * @param altered what stands in for which class, by name
   * @return nothing when classes cannot be altered so far while they are loaded
   */
  public static Optional<Redefinition> of(Map<String, byte[]> altered) {
    Map<String, byte[]> before = new HashMap<>();
    for (Map.Entry<String, byte[]> each : altered.entrySet()) {
      byte[] original = original(each.getKey());
      if (original == null || !whatLoads(original).equals(whatLoads(each.getValue()))) {
        return Optional.empty();
      }
      before.put(each.getKey(), original);
    }
    try {
      redefine(altered);
      return Optional.of(new Redefinition(before));
    } catch (UnsupportedOperationException otherMembers) {
      return Optional.empty();
    }
  }

  /** Classes do again what they did before. */
  @Override
  public void close() {
    redefine(before);
  }

  private static void redefine(Map<String, byte[]> classes) {
    try {
      ClassDefinition[] definitions = new ClassDefinition[classes.size()];
      int size = 0;
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        Class<?> loaded = Class.forName(each.getKey(), false, Redefinition.class.getClassLoader());
        definitions[size++] = new ClassDefinition(loaded, each.getValue());
      }
      Instruments.get().redefineClasses(definitions);
    } catch (ClassNotFoundException | UnmodifiableClassException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a class does when it is loaded, one instruction after the other. */
  private static List<String> whatLoads(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .filter(method -> method.methodName().equalsString("<clinit>"))
        .map(MethodModel::code)
        .flatMap(Optional::stream)
        .flatMap(code -> code.elementStream())
        .filter(Instruction.class::isInstance)
        .map(String::valueOf)
        .toList();
  }

  private static byte[] original(String name) {
    String file = name.replace('.', '/') + ".class";
    try (InputStream from = Redefinition.class.getClassLoader().getResourceAsStream(file)) {
      return from == null ? null : from.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
