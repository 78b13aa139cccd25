package io.atoll.cli.bench;

import io.atoll.cli.client.HumanNumbers;
import io.atoll.cli.terminal.Terminal;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far the keys are written: a bar where a person watches, else a line for every tenth. */
final class PreloadProgress implements AutoCloseable {
  private final Terminal terminal;
  private final long keys;
  private final ProgressBar bar;
  private long tenths;

  PreloadProgress(Terminal terminal, long keys) {
    this.terminal = terminal;
    this.keys = keys;
    bar =
        terminal.errIsTerminal()
            ? new ProgressBarBuilder()
                .setTaskName("preload")
                .setInitialMax(keys)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .showSpeed()
                .build()
            : null;
  }

  void written(long count) {
    if (bar != null) {
      bar.stepTo(count);
    } else if (count * 10 / keys > tenths && count < keys) {
      tenths = count * 10 / keys;
      terminal
          .err()
          .println(
              "preload: %s of %s keys"
                  .formatted(HumanNumbers.count(count), HumanNumbers.count(keys)));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
