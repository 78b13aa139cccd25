package io.atoll.chaos;

import io.atoll.chaos.fault.FaultPlan;
import io.atoll.chaos.fault.Strike;
import io.atoll.chaos.fault.Whom;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.Placement;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.wire.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How much work a strike met: a fault that nobody felt has tried nothing.
 *
 * @param requests how many were in flight while it lasted whose node, or client, or a replica of
 *     whose key it struck
 */
public record Encounter(Strike strike, int requests) {
  /** Whether anybody can have felt it. */
  public boolean met() {
    return requests > 0;
  }

  /** All of a run, in the order of their strikes. */
  static List<Encounter> of(FaultPlan plan, History history, Topology topology) {
    Map<List<String>, List<String>> replicas = new HashMap<>();
    List<InFlight> all =
        Stream.concat(
                history.writes().stream().map(write -> inFlight(write, topology, replicas)),
                history.reads().stream().map(read -> inFlight(read, topology, replicas)))
            .toList();
    List<Encounter> encounters = new ArrayList<>();
    for (Strike strike : plan.strikes()) {
      Whom whom = strike.fault().whom();
      long met =
          all.stream()
              .filter(each -> strike.overlaps(each.fromNanos(), each.toNanos()) && each.feels(whom))
              .count();
      encounters.add(new Encounter(strike, (int) met));
    }
    return encounters;
  }

  private static InFlight inFlight(
      Write write, Topology topology, Map<List<String>, List<String>> replicas) {
    return inFlight(write.question(), write.ending(), topology, replicas);
  }

  private static InFlight inFlight(
      Read read, Topology topology, Map<List<String>, List<String>> replicas) {
    return inFlight(read.question(), read.ending(), topology, replicas);
  }

  private static InFlight inFlight(
      Question question,
      Ending ending,
      Topology topology,
      Map<List<String>, List<String>> replicas) {
    List<String> others =
        replicas.computeIfAbsent(
            List.of(question.keyspace(), question.key()), key -> replicas(question, topology));
    long end =
        ending.atNanos() >= 0
            ? ending.atNanos()
            : question.invokedNanos() + question.timeoutMs() * 1_000_000;
    return new InFlight(question, end, others);
  }

  /** None where the keyspace is no more. */
  private static List<String> replicas(Question question, Topology topology) {
    Keyspace keyspace = topology.keyspaces().get(question.keyspace());
    if (keyspace == null) {
      return List.of();
    }
    byte[] key = question.key().getBytes(StandardCharsets.UTF_8);
    return Placement.replicas(topology, keyspace, Tokens.of(keyspace.id(), key)).stream()
        .map(Member::nodeId)
        .toList();
  }

  /** One request, from its question to its end. */
  private record InFlight(Question question, long toNanos, List<String> replicas) {
    long fromNanos() {
      return question.invokedNanos();
    }

    boolean feels(Whom whom) {
      if (question.node() != null) {
        return whom.meets(question.node(), replicas);
      }
      // The client library asks replicas first, and does not say which.
      return replicas.stream().anyMatch(replica -> whom.meets(replica, replicas));
    }
  }
}
