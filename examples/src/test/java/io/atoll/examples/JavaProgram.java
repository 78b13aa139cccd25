package io.atoll.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java blocks of the README as one program: each goes on where the one before it ended. Every
 * line stands where it stands in the README, so that a compiler's complaint names the right one.
 */
final class JavaProgram {
  private static final int TIMEOUT_S = 60;
  private static final String HEAD =
      "import io.atoll.client.*; import io.atoll.client.codec.*; import io.atoll.client.failure.*;"
          + " import java.time.*; import java.util.*; import java.util.concurrent.*; public final"
          + " class README { public static void main(String[] args) throws Exception {";

  private final String source;

  JavaProgram(List<Readme.Block> blocks, RunningCluster cluster) {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD);
    for (Readme.Block block : blocks) {
      while (lines.size() < block.firstLine() - 1) {
        lines.add("");
      }
      lines.addAll(block.lines());
    }
    lines.add("}}");
    source = cluster.here(String.join("\n", lines));
  }

  /** Compiles it; answers the complaints, one a line. */
  List<String> compile(Path target) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
    Files.createDirectories(target);
    compiler
        .getTask(
            new StringWriter(),
            null,
            complaints,
            List.of(
                "-proc:none",
                "-cp",
                ShellScript.classPath(),
                "-d",
                target.toString(),
                "-Xlint:-options"),
            null,
            List.of(new Source(source)))
        .call();
    return complaints.getDiagnostics().stream()
        .map(each -> "README.md:%d: %s".formatted(each.getLineNumber(), each.getMessage(null)))
        .toList();
  }

  /** Runs what was compiled; answers what it printed, line by line. */
  List<String> run(Path compiled) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream usual = System.out;
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {compiled.toUri().toURL()}, JavaProgram.class.getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                loader
                    .loadClass("README")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
                return null;
              });
      Thread.ofPlatform().daemon().name("readme").start(task);
      task.get(TIMEOUT_S, TimeUnit.SECONDS);
    } finally {
      System.setOut(usual);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///README.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
