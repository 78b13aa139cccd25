package io.atoll.cli.client;

import io.atoll.cli.terminal.Terminal;

/**
 * Tells on standard error how far a repair is: in place where a person watches it, otherwise in a
 * line whenever something has changed, and at most every few seconds.
 */
final class RepairProgress {
  private static final String ERASE_LINE = "\r\u001b[K";
  private static final long BETWEEN_LINES_NS = 5_000_000_000L;

  private final Terminal terminal;
  private String last = "";
  private long lastNs;

  RepairProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  void tell(RepairRuns.Done done) {
    String line = text(done);
    long now = System.nanoTime();
    if (terminal.errIsTerminal()) {
      terminal.err().print(ERASE_LINE + line);
      terminal.err().flush();
    } else if (!line.equals(last) && (last.isEmpty() || now - lastNs >= BETWEEN_LINES_NS)) {
      terminal.err().println(line);
      last = line;
      lastNs = now;
    }
  }

  void end() {
    if (terminal.errIsTerminal()) {
      terminal.err().print(ERASE_LINE);
      terminal.err().flush();
    }
  }

  static String text(RepairRuns.Done done) {
    String size = HumanNumbers.bytes(done.bytes());
    if (done.bytesLeft() > 0) {
      size += " of " + HumanNumbers.bytes((double) done.bytes() + done.bytesLeft());
    }
    String left = "";
    if (done.etaSeconds() == null) {
      left = ", nobody knows how long it takes";
    } else if (done.etaSeconds() > 0) {
      left = ", about %s left".formatted(HumanNumbers.duration((double) done.etaSeconds()));
    }
    return "%d of %d comparisons, %s keys, %s%s"
        .formatted(done.ended(), done.parts(), HumanNumbers.count(done.keys()), size, left);
  }
}
