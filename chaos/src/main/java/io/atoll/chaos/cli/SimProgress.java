package io.atoll.chaos.cli;

import io.atoll.chaos.Verdict;
import io.atoll.chaos.fault.EncounterTally;
import io.atoll.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a range of seeds is, drawn on standard error where a person watches, and its end. */
final class SimProgress implements AutoCloseable {
  private final long beganNanos = System.nanoTime();
  private final long seeds;
  private final ProgressBar bar;
  private final EncounterTally encounters = new EncounterTally();
  private long done;

  SimProgress(Terminal terminal, long seeds) {
    this.seeds = seeds;
    this.bar =
        terminal.errIsTerminal() && seeds > 1
            ? new ProgressBarBuilder()
                .setTaskName("sim")
                .setInitialMax(seeds)
                .setUnit(" seeds", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .showSpeed()
                .build()
            : null;
  }

  /** Counts what is told. */
  Consumer<Verdict> then(Consumer<Verdict> tell) {
    return verdict -> {
      done++;
      encounters.add(verdict.encounters());
      tell.accept(verdict);
      if (bar != null) {
        bar.step();
      }
    };
  }

  /** How many seeds were told. */
  long done() {
    return done;
  }

  /** What to say at the end. */
  List<String> summary(List<Long> broken) {
    List<String> lines = new ArrayList<>(seeds > 1 ? encounters.lines() : List.of());
    if (done < seeds) {
      lines.add("stopped after %d of %d seeds".formatted(done, seeds));
    }
    String good = "%d of %d seeds are good".formatted(done - broken.size(), done);
    lines.add(broken.isEmpty() ? good : good + "; broken: " + broken);
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    lines.add(String.format(Locale.ROOT, "%.1f s, %.1f seeds a second", seconds, done / seconds));
    return lines;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
