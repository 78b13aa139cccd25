package io.atoll.cli.load;

import io.atoll.cli.terminal.Terminal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that grows with the input, on standard error, where a person watches that. */
final class LoadProgress implements AutoCloseable {
  private final ProgressBar bar;

  /**
   * @param sizeBytes of the input; -1 when unknown
   */
  LoadProgress(Terminal terminal, long sizeBytes) {
    bar =
        terminal.errIsTerminal()
            ? new ProgressBarBuilder()
                .setTaskName("load")
                .setInitialMax(sizeBytes)
                .setUnit("MiB", 1 << 20)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .showSpeed()
                .build()
            : null;
  }

  /** The same stream, watched. */
  InputStream watch(InputStream in) {
    return bar == null
        ? in
        : new FilterInputStream(in) {
          @Override
          public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
              bar.step();
            }
            return b;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            bar.stepBy(Math.max(0, count));
            return count;
          }
        };
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
