package io.atoll.cli;

import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs commands in this process and keeps what they print. */
public final class TestTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Path directory;
  private final StopSignal stop = new StopSignal();
  private boolean watched;
  private InputStream in = InputStream.nullInputStream();

  public TestTerminal(Path directory) {
    this.directory = directory;
  }

  public TestTerminal variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public TestTerminal in(String text) {
    return in(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  public TestTerminal in(InputStream input) {
    in = input;
    return this;
  }

  /** From now on a person watches standard error. */
  public TestTerminal watched() {
    watched = true;
    return this;
  }

  /** Runs a command; what earlier ones printed is forgotten. Answers the exit code. */
  public int run(String... args) {
    out.reset();
    err.reset();
    return AtollCommand.run(terminal(), args);
  }

  public Terminal terminal() {
    return new Terminal(
        in,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        directory,
        false,
        watched,
        () -> stop);
  }

  public StopSignal stop() {
    return stop;
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
