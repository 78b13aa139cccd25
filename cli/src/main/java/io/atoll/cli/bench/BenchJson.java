package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.GapFinder.Gap;
import io.atoll.cli.bench.engine.Latencies;
import io.atoll.cli.bench.engine.OpKind;
import io.atoll.cli.bench.engine.OpTally;
import io.atoll.cli.bench.engine.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A measurement for programs. What is unknown is null. */
final class BenchJson {
  private BenchJson() {}

  static JsonObject of(BenchSettings settings, BenchPlace place, BenchResult result) {
    JsonObject json =
        new JsonObject()
            .put("settings", settings(settings, place))
            .put("seconds", result.seconds())
            .put("stopped", result.stopped())
            .put("answeredPerSecond", result.perSecond(result.answered()))
            .put("failures", result.failures());
    for (OpKind kind : settings.load().kinds()) {
      json.put(kind.plural(), tally(result, kind));
    }
    return json.put("longestGap", gap(result, result.gap()))
        .put("sendDelayMs", latencies(result.sendDelays()))
        .put("cpuMicrosPerOperation", cpu(result));
  }

  private static JsonObject settings(BenchSettings settings, BenchPlace place) {
    return new JsonObject()
        .put("via", place.via().toString())
        .put("addresses", new JsonArray(place.addresses()))
        .put("loop", settings.load().isOpen() ? "open" : "closed")
        .put("ratePerSecond", settings.load().isOpen() ? settings.load().ratePerSecond() : null)
        .put("inFlight", settings.load().inFlight())
        .put("readShare", settings.load().readShare())
        .put("keys", settings.keys().count())
        .put("keyBytes", settings.keys().sizeBytes())
        .put("distribution", settings.keys().distribution())
        .put("valueBytes", settings.values().sizes())
        .put("compressible", settings.values().compressible())
        .put("keyspace", settings.keyspace().name())
        .put("replication", place.replication())
        .put("read", settings.keyspace().readLevel())
        .put("write", settings.keyspace().writeLevel())
        .put("timeoutMs", settings.load().timeoutMs())
        .put("warmUpMs", settings.course().warmUpMs())
        .put("loops", settings.load().loops())
        .put("seed", settings.course().seed());
  }

  private static JsonObject tally(BenchResult result, OpKind kind) {
    OpTally tally = result.tallies().get(kind);
    JsonObject errors = new JsonObject();
    tally
        .errors()
        .forEach(
            (error, seen) ->
                errors.put(
                    error,
                    new JsonObject()
                        .put("kind", seen.kind().words())
                        .put("count", seen.count())
                        .put("first", seen.firstMessage())));
    return new JsonObject()
        .put("answeredPerSecond", result.perSecond(tally.answeredInWindow()))
        .put("ok", tally.count(Outcome.Kind.OK))
        .put("notFound", tally.count(Outcome.Kind.NOT_FOUND))
        .put("refused", tally.count(Outcome.Kind.REFUSED))
        .put("inDoubt", tally.count(Outcome.Kind.IN_DOUBT))
        .put("failed", tally.count(Outcome.Kind.FAILED))
        .put("notSentInTime", tally.notSentInTime())
        .put("errors", errors)
        .put("latencyMs", latencies(tally.latencies()))
        .put("timeToFailureMs", latencies(tally.timesToFailure()))
        .put("longestGap", gap(result, result.gaps().get(kind)));
  }

  private static JsonObject latencies(Latencies latencies) {
    if (latencies.count() == 0) {
      return null;
    }
    return new JsonObject()
        .put("mean", latencies.meanNs() / 1e6)
        .put("p50", latencies.percentileNs(50) / 1e6)
        .put("p90", latencies.percentileNs(90) / 1e6)
        .put("p99", latencies.percentileNs(99) / 1e6)
        .put("p99.9", latencies.percentileNs(99.9) / 1e6)
        .put("max", latencies.maxNs() / 1e6);
  }

  private static JsonObject gap(BenchResult result, Gap gap) {
    return new JsonObject()
        .put("ms", gap.lengthNs() / 1e6)
        .put("fromSecond", result.beginSeconds(gap));
  }

  private static JsonObject cpu(BenchResult result) {
    if (result.cpu() == null || result.answered() == 0) {
      return null;
    }
    JsonObject nodes = new JsonObject();
    double sum = 0;
    boolean whole = !result.cpu().secondsByProcess().isEmpty();
    for (var used : result.cpu().secondsByProcess().entrySet()) {
      if (used.getValue().isPresent()) {
        sum += used.getValue().getAsDouble();
        nodes.put(used.getKey(), result.microsPerOperation(used.getValue().getAsDouble()));
      } else {
        whole = false;
        nodes.putNull(used.getKey());
      }
    }
    return new JsonObject()
        .put("server", whole ? result.microsPerOperation(sum) : null)
        .put("byProcess", nodes)
        .put("client", result.microsPerOperation(result.cpu().ownSeconds()));
  }
}
