package io.atoll.chaos.copy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The door of this process through which loaded classes can be redefined. A process may not attach
 * to itself, so a short-lived other one does it once.
 */
public final class Instruments {
  private static final String SUFFIX = ".jar";

  private Instruments() {}

  /**
   * The instruments of this process.
   *
   * @throws IllegalStateException when they cannot be had
   */
  static Instrumentation get() {
    return Held.INSTRUMENTS;
  }

  private static Instrumentation obtain() {
    try {
      Path agent = Files.createTempFile("agent", SUFFIX);
      try {
        Manifest manifest = new Manifest();
        Attributes of = manifest.getMainAttributes();
        of.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        of.putValue("Agent-Class", Agent.class.getName());
        of.putValue("Can-Redefine-Classes", "true");
        try (OutputStream file = Files.newOutputStream(agent)) {
          new JarOutputStream(file, manifest).close();
        }
        attach(agent);
      } finally {
        Files.deleteIfExists(agent);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (Agent.given == null) {
      throw new IllegalStateException("nobody gave this process instruments");
    }
    return Agent.given;
  }

  private static void attach(Path agent) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-classpath",
            Checkout.classPath(),
            Attacher.class.getName(),
            Long.toString(ProcessHandle.current().pid()),
            agent.toString());
    int ended =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start()
            .waitFor();
    if (ended != 0) {
      throw new IllegalStateException("nobody could attach to this process");
    }
  }

  private static final class Held {
    private static final Instrumentation INSTRUMENTS = obtain();
  }

  /** What the JVM hands the instruments to. */
  public static final class Agent {
    private static volatile Instrumentation given;

    private Agent() {}

    /** Called by the JVM once the other process has attached. */
    public static void agentmain(String nothing, Instrumentation instruments) {
      given = instruments;
    }
  }
}
