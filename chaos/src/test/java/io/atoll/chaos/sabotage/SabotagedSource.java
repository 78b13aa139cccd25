package io.atoll.chaos.sabotage;

import io.atoll.chaos.copy.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a sabotaged source file against the class path, in memory. Used by one thread. */
final class SabotagedSource {
  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager files =
      compiler.getStandardFileManager(null, Locale.ROOT, null);

  /**
   * The classes of a sabotage's file, by name.
   *
   * @throws IllegalArgumentException when the place is gone or what is put there does not compile
   */
  Map<String, byte[]> compile(Sabotage sabotage) {
    return compile(List.of(sabotage));
  }

  /** The same for sabotages of different files, all at once. */
  Map<String, byte[]> compile(Collection<Sabotage> sabotages) {
    List<Text> sources = new ArrayList<>();
    for (Sabotage sabotage : sabotages) {
      String source = sabotage.applyTo(Checkout.read(sabotage.file()));
      sources.add(new Text(sabotage.className(), source));
    }
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    InMemory output = new InMemory(files);
    boolean compiled =
        compiler
            .getTask(
                null,
                output,
                problems,
                List.of("-proc:none", "-nowarn", "-parameters", "-classpath", Checkout.classPath()),
                null,
                sources)
            .call();
    if (!compiled) {
      throw new IllegalArgumentException(
          problems.getDiagnostics().stream()
              .map(Object::toString)
              .collect(Collectors.joining("\n", "of %s:\n".formatted(sabotages), "")));
    }
    return output.classes();
  }

  private static URI uri(String className, JavaFileObject.Kind kind) {
    return URI.create("memory:///" + className.replace('.', '/') + kind.extension);
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String className, String text) {
      super(uri(className, Kind.SOURCE), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Compiled extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Compiled(String className) {
      super(uri(className, Kind.CLASS), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, Compiled> written = new HashMap<>();

    InMemory(JavaFileManager rest) {
      super(rest);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return written.computeIfAbsent(className, Compiled::new);
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      written.forEach((name, compiled) -> classes.put(name, compiled.bytes.toByteArray()));
      return classes;
    }
  }
}
