package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.SecondRow;
import io.atoll.cli.bench.engine.Series;
import io.atoll.cli.client.HumanNumbers;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells a measurement while it runs: a line on standard error each second, in place where a person
 * watches it, and a row of a CSV file where that is wanted. Of one thread.
 */
final class BenchProgress implements AutoCloseable {
  private static final String HEAD =
      "second,ok,not_found,refused,in_doubt,failed,not_sent,p50_ms,p99_ms,max_ms,errors";
  private static final String ERASE_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final Path file;
  private final PrintWriter series;
  private long startNs;
  private String ofSeconds = "";
  private long lastWarmUpLeft = -1;
  private int told;
  private long failures;

  /**
   * @param file the CSV file, or null for none
   * @throws CommandFailure when it cannot be written
   */
  BenchProgress(Terminal terminal, Path file) {
    this.terminal = terminal;
    this.file = file;
    try {
      series =
          file == null
              ? null
              : new PrintWriter(
                  Files.newBufferedWriter(terminal.resolve(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CommandFailure("--series %s cannot be written: %s".formatted(file, e));
    }
    if (series != null) {
      series.println(HEAD);
    }
  }

  /**
   * The measurement's window is known.
   *
   * @param seconds how long it is; 0 if nobody knows
   */
  void begin(long windowStartNs, long seconds) {
    startNs = windowStartNs;
    ofSeconds = seconds == 0 ? "" : " of " + seconds;
  }

  /** Tells the seconds that are whole by now; called many times a second. */
  void rows(Series measured) {
    List<SecondRow> rows = measured.rowsFrom(told);
    rows.forEach(this::tell);
    if (told == 0) {
      warmUp();
    }
  }

  /** Tells what is left of all rows. */
  void end(List<SecondRow> rows) {
    rows.subList(told, rows.size()).forEach(this::tell);
    if (terminal.errIsTerminal()) {
      terminal.err().print(ERASE_LINE);
      terminal.err().flush();
    }
  }

  /**
   * Closes the file.
   *
   * @throws CommandFailure when something could not be written to it
   */
  @Override
  public void close() {
    if (series == null) {
      return;
    }
    boolean failed = series.checkError();
    series.close();
    if (failed) {
      throw new CommandFailure(
          "--series %s could not be written whole: is its device full?".formatted(file));
    }
  }

  private void warmUp() {
    long left = (startNs - System.nanoTime() + 999_999_999) / 1_000_000_000;
    if (left > 0 && left != lastWarmUpLeft) {
      if (terminal.errIsTerminal() || lastWarmUpLeft < 0) {
        say("warming up, %d s left".formatted(left));
      }
      lastWarmUpLeft = left;
    }
  }

  private void tell(SecondRow row) {
    told++;
    failures += row.failures();
    say(
        String.format(
            Locale.ROOT,
            "%4d%s s  %9s ops/s  p50 %8.2f ms  p99 %8.2f ms  errors %s",
            row.second() + 1,
            ofSeconds,
            HumanNumbers.count(row.answered()),
            ms(row.p50Ns()),
            ms(row.p99Ns()),
            HumanNumbers.count(failures)));
    if (series != null) {
      series.println(csv(row));
      series.flush();
    }
  }

  private void say(String line) {
    if (terminal.errIsTerminal()) {
      terminal.err().print(ERASE_LINE + line);
      terminal.err().flush();
    } else {
      terminal.err().println(line);
    }
  }

  static String csv(SecondRow row) {
    StringBuilder errors = new StringBuilder();
    for (Map.Entry<String, Long> error : row.errors().entrySet()) {
      errors.append(errors.isEmpty() ? "" : ";");
      errors.append(error.getKey()).append('=').append(error.getValue());
    }
    return String.format(
        Locale.ROOT,
        "%d,%d,%d,%d,%d,%d,%d,%.3f,%.3f,%.3f,%s",
        row.second(),
        row.ok(),
        row.notFound(),
        row.refused(),
        row.inDoubt(),
        row.failed(),
        row.notSent(),
        ms(row.p50Ns()),
        ms(row.p99Ns()),
        ms(row.maxNs()),
        errors);
  }

  private static double ms(long ns) {
    return ns / 1e6;
  }
}
