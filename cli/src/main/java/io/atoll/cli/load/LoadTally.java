package io.atoll.cli.load;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What has become of the records so far, and the first errors in words. Callable from any thread.
 */
final class LoadTally {
  private static final int SHOWN_ERRORS = 20;
  private static final int SHOWN_CHARS = 500;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private final PrintStream err;
  private long records;
  private long bytes;
  private long inputMistakes;
  private long acknowledged;
  private long present;
  private long failed;
  private long verified;
  private long mismatched;
  private long retries;
  private int shown;
  private final Map<String, Long> failuresByKind = new TreeMap<>();

  /**
   * @param err where the first errors are told at once
   */
  LoadTally(PrintStream err) {
    this.err = err;
  }

  synchronized void read(LoadRecord record) {
    records++;
    bytes += record.key().length + record.value().length;
  }

  synchronized void mistaken(InputMistake mistake) {
    records++;
    inputMistakes++;
    show(mistake.line(), mistake.getMessage());
  }

  synchronized void acknowledged() {
    acknowledged++;
  }

  /** A record's value was there already, so that nothing was written. */
  synchronized void present() {
    present++;
  }

  /**
   * @param kind what failures are counted by in the summary, such as {@code overloaded}
   */
  synchronized void failed(LoadRecord record, String kind, String message) {
    failed++;
    failuresByKind.merge(kind, 1L, Long::sum);
    show(record.line(), message);
  }

  synchronized void verified() {
    verified++;
  }

  synchronized void mismatched(LoadRecord record, String message) {
    mismatched++;
    show(record.line(), message);
  }

  synchronized void retried() {
    retries++;
  }

  /** The sum of it all. */
  synchronized LoadSummary summary(long duplicateKeys, LoadEnd end, double seconds) {
    return new LoadSummary(
        records,
        bytes,
        inputMistakes,
        acknowledged,
        present,
        failed,
        new TreeMap<>(failuresByKind),
        duplicateKeys,
        verified,
        mismatched,
        retries,
        end,
        seconds);
  }

  private void show(long line, String message) {
    shown++;
    if (shown <= SHOWN_ERRORS) {
      err.println("line " + line + ": " + printable(message));
    } else if (shown == SHOWN_ERRORS + 1) {
      err.println("further errors are only counted");
    }
  }

  /** What an input holds may be of any length, and no terminal should obey it. */
  private static String printable(String message) {
    String text =
        message.length() <= SHOWN_CHARS ? message : message.substring(0, SHOWN_CHARS) + "…";
    return CONTROL.matcher(text).replaceAll("?");
  }
}
