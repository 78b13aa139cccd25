package io.atoll.chaos.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.IRuntime;
import org.jacoco.core.runtime.LoggerRuntime;
import org.jacoco.core.runtime.RuntimeData;

/** Classes of some packages that note which of their lines run. */
final class Instrumented {
  private final IRuntime runtime = new LoggerRuntime();
  private final RuntimeData data = new RuntimeData();
  private final Map<String, byte[]> originals = new HashMap<>();
  private final Map<String, byte[]> noting = new HashMap<>();

  /**
   * @param classes where the compiled classes of a module are
   * @param packages those to look at, with what is below them
   */
  Instrumented(Path classes, List<String> packages) {
    Instrumenter instrumenter = new Instrumenter(runtime);
    try {
      for (String name : packages) {
        for (Path file : classFiles(classes.resolve(name.replace('.', '/')))) {
          byte[] original = Files.readAllBytes(file);
          String className = nameOf(classes.relativize(file));
          originals.put(className, original);
          noting.put(className, instrumenter.instrument(original, className));
        }
      }
      runtime.startup(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> classFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  private static String nameOf(Path file) {
    String path = file.toString().replace(file.getFileSystem().getSeparator(), ".");
    return path.substring(0, path.length() - ".class".length());
  }

  /** Their bytes, by name. */
  Map<String, byte[]> classes() {
    return noting;
  }

  /** Which of their lines have run so far, by class, with the classes nested in it. */
  List<ClassLines> lines() {
    ExecutionDataStore executed = new ExecutionDataStore();
    data.collect(executed, new SessionInfoStore(), false);
    CoverageBuilder coverage = new CoverageBuilder();
    Analyzer analyzer = new Analyzer(executed, coverage);
    originals.forEach(
        (name, bytes) -> {
          try {
            analyzer.analyzeClass(bytes, name);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Map<String, ClassLines> byClass = new HashMap<>();
    coverage
        .getClasses()
        .forEach(
            each -> {
              String name = each.getName().replace('/', '.').split("\\$", 2)[0];
              ClassLines lines =
                  new ClassLines(
                      name,
                      each.getLineCounter().getCoveredCount(),
                      each.getLineCounter().getTotalCount());
              byClass.merge(name, lines, ClassLines::plus);
            });
    List<ClassLines> sorted = new ArrayList<>(byClass.values());
    sorted.sort((one, other) -> one.name().compareTo(other.name()));
    return sorted;
  }
}
