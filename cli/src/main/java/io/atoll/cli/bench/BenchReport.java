package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.GapFinder.Gap;
import io.atoll.cli.bench.engine.Latencies;
import io.atoll.cli.bench.engine.OpKind;
import io.atoll.cli.bench.engine.OpTally;
import io.atoll.cli.bench.engine.Outcome;
import io.atoll.cli.bench.engine.SeenError;
import io.atoll.cli.client.HumanNumbers;
import io.atoll.cli.terminal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A measurement for people. */
final class BenchReport {
  private final BenchSettings settings;
  private final BenchPlace place;
  private final BenchResult result;

  BenchReport(BenchSettings settings, BenchPlace place, BenchResult result) {
    this.settings = settings;
    this.place = place;
    this.result = result;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(what()).append('\n');
    text.append(latencies()).append('\n');
    text.append(outcomes());
    result.tallies().forEach((kind, tally) -> errors(text, kind, tally));
    text.append('\n');
    line(text, "longest gap", gaps());
    if (settings.load().isOpen()) {
      line(text, "sent late by", spread(result.sendDelays()));
    }
    line(text, "server CPU", serverCpu());
    line(text, "client CPU", result.cpu() == null ? "unknown" : micros(result.cpu().ownSeconds()));
    if (!settings.load().isOpen()) {
      line(
          text,
          "note",
          "a closed loop asks less while it waits: a stall shows once per request in flight"
              + " (--rate)");
    }
    return text.toString().stripTrailing();
  }

  private String what() {
    String loop =
        settings.load().isOpen()
            ? "open loop at %s/s, at most %d in flight"
                .formatted(number(settings.load().ratePerSecond()), settings.load().inFlight())
            : "closed loop, %d in flight".formatted(settings.load().inFlight());
    return """
    %s, %s; %s keys %s, values %s B
    via %s %s; keyspace %s (%s), read %s, write %s
    measured %.1f s after %.1f s of warm-up%s
    """
        .formatted(
            settings.load().mix(),
            loop,
            HumanNumbers.count(settings.keys().count()),
            settings.keys().distribution(),
            settings.values().sizes(),
            place.via(),
            String.join(" ", place.addresses()),
            settings.keyspace().name(),
            place.replication(),
            level(settings.keyspace().readLevel()),
            level(settings.keyspace().writeLevel()),
            result.seconds(),
            settings.course().warmUpMs() / 1e3,
            result.stopped() ? ", stopped early" : "");
  }

  private String latencies() {
    TextTable table =
        new TextTable("", "ops/s", "mean ms", "p50", "p90", "p99", "p99.9", "max")
            .right(1, 2, 3, 4, 5, 6, 7);
    result
        .tallies()
        .forEach(
            (kind, tally) ->
                row(table, kind.plural(), tally.answeredInWindow(), tally.latencies()));
    result
        .tallies()
        .forEach(
            (kind, tally) -> {
              if (tally.timesToFailure().count() > 0) {
                row(table, kind.plural() + " that failed", -1, tally.timesToFailure());
              }
            });
    if (result.tallies().size() > 1) {
      table.row("both", perSecond(result.answered()), "", "", "", "", "", "");
    }
    return table.toString();
  }

  private void row(TextTable table, String name, long inWindow, Latencies latencies) {
    table.row(
        name,
        inWindow < 0 ? "" : perSecond(inWindow),
        ms(latencies.meanNs()),
        ms(latencies.percentileNs(50)),
        ms(latencies.percentileNs(90)),
        ms(latencies.percentileNs(99)),
        ms(latencies.percentileNs(99.9)),
        ms(latencies.maxNs()));
  }

  private String outcomes() {
    List<String> titles = new ArrayList<>(List.of(""));
    for (Outcome.Kind kind : Outcome.Kind.values()) {
      titles.add(kind.words());
    }
    titles.add("not sent in time");
    TextTable table = new TextTable(titles.toArray(String[]::new)).right(1, 2, 3, 4, 5, 6);
    result
        .tallies()
        .forEach(
            (kind, tally) -> {
              List<String> cells = new ArrayList<>(List.of(kind.plural()));
              for (Outcome.Kind outcome : Outcome.Kind.values()) {
                cells.add(HumanNumbers.count(tally.count(outcome)));
              }
              cells.add(HumanNumbers.count(tally.notSentInTime()));
              table.row(cells.toArray(String[]::new));
            });
    return table.toString();
  }

  private static void errors(StringBuilder text, OpKind kind, OpTally tally) {
    for (Map.Entry<String, SeenError> error : tally.errors().entrySet()) {
      text.append(
          "%s %s: %s %s, the first: %s%n"
              .formatted(
                  kind.plural(),
                  error.getValue().kind().words(),
                  HumanNumbers.count(error.getValue().count()),
                  error.getKey(),
                  error.getValue().firstMessage()));
    }
  }

  private String gaps() {
    StringBuilder text = new StringBuilder(gap(result.gap()) + " without any answer");
    if (result.gaps().size() > 1) {
      result
          .gaps()
          .forEach(
              (kind, gap) -> text.append("; ").append(kind.plural()).append(' ').append(gap(gap)));
    }
    return text.toString();
  }

  private String gap(Gap gap) {
    return String.format(
        Locale.ROOT, "%s ms from second %.1f", ms(gap.lengthNs()), result.beginSeconds(gap));
  }

  private String serverCpu() {
    if (result.cpu() == null || result.cpu().secondsByProcess().isEmpty()) {
      return "unknown: name the processes by --cluster or --pid";
    }
    double sum = 0;
    boolean whole = true;
    StringBuilder nodes = new StringBuilder();
    for (Map.Entry<String, OptionalDouble> used : result.cpu().secondsByProcess().entrySet()) {
      whole &= used.getValue().isPresent();
      sum += used.getValue().orElse(0);
      nodes.append(nodes.isEmpty() ? "" : ", ").append(used.getKey()).append(' ');
      nodes.append(used.getValue().isPresent() ? micros(used.getValue().getAsDouble()) : "unknown");
    }
    return "%s%s (%s)".formatted(whole ? "" : "at least ", micros(sum), nodes);
  }

  private String micros(double cpuSeconds) {
    double micros = result.microsPerOperation(cpuSeconds);
    return Double.isNaN(micros) ? "unknown" : String.format(Locale.ROOT, "%.1f \u00b5s/op", micros);
  }

  private static String spread(Latencies delays) {
    return "p50 %s ms, p99 %s ms, max %s ms"
        .formatted(ms(delays.percentileNs(50)), ms(delays.percentileNs(99)), ms(delays.maxNs()));
  }

  private String perSecond(long count) {
    return HumanNumbers.count(Math.round(result.perSecond(count)));
  }

  private static String level(String level) {
    return level == null ? "as the keyspace has it" : level;
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? HumanNumbers.count((long) number)
        : Double.toString(number);
  }

  private static String ms(double ns) {
    return String.format(Locale.ROOT, "%.2f", ns / 1e6);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-13s %s%n".formatted(name, value));
  }
}
