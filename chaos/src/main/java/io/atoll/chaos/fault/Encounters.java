package io.atoll.chaos.fault;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
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

/**
 * Which strikes of a run met a request in flight: one whose coordinator, replicas or ways between
 * them were struck before it had ended. A fault that meets nothing tries nothing.
 *
 * @param met those that did
 * @param missed those that did not
 */
public record Encounters(List<Strike> met, List<Strike> missed) {
  /** Of a run without strikes. */
  public static final Encounters NONE = new Encounters(List.of(), List.of());

  public Encounters {
    met = List.copyOf(met);
    missed = List.copyOf(missed);
  }

  /** A request while it was in flight, and all that work for it. */
  private record Flight(long fromNanos, long toNanos, String coordinator, List<String> others) {
    boolean isMetBy(Strike strike) {
      return strike.overlaps(fromNanos, toNanos)
          && strike.fault().whom().meets(coordinator, others);
    }
  }

  /**
   * Looks at a run that is over.
   *
   * @param topology of its end; of requests for keyspaces that are gone, the replicas are not known
   */
  public static Encounters of(FaultPlan plan, History history, Topology topology) {
    List<Flight> flights = new ArrayList<>();
    Map<String, List<String>> replicas = new HashMap<>();
    history
        .writes()
        .forEach(write -> add(write.question(), write.ending(), topology, replicas, flights));
    history
        .reads()
        .forEach(read -> add(read.question(), read.ending(), topology, replicas, flights));
    List<Strike> met = new ArrayList<>();
    List<Strike> missed = new ArrayList<>();
    for (Strike strike : plan.strikes()) {
      boolean meets = flights.stream().anyMatch(flight -> flight.isMetBy(strike));
      (meets ? met : missed).add(strike);
    }
    return new Encounters(met, missed);
  }

  private static void add(
      Question question,
      Ending ending,
      Topology topology,
      Map<String, List<String>> replicas,
      List<Flight> flights) {
    long latest = question.invokedNanos() + question.timeoutMs() * 1_000_000;
    long to = ending.atNanos() < 0 ? latest : ending.atNanos();
    String place = question.keyspace() + "/" + question.key();
    List<String> others = replicas.computeIfAbsent(place, any -> replicas(topology, question));
    // Of what the client library sends, only the client is known: it may have asked any replica.
    String coordinator = question.node() == null ? question.client() : question.node();
    flights.add(new Flight(question.invokedNanos(), to, coordinator, others));
  }

  private static List<String> replicas(Topology topology, Question question) {
    Keyspace keyspace = topology.keyspaces().get(question.keyspace());
    if (keyspace == null) {
      return List.of();
    }
    byte[] key = question.key().getBytes(StandardCharsets.UTF_8);
    return Placement.replicas(topology, keyspace, Tokens.of(keyspace.id(), key)).stream()
        .map(Member::nodeId)
        .toList();
  }

  /** In figures, and by name those that tried nothing. */
  @Override
  public String toString() {
    String figures =
        "%d of %d strikes met a request".formatted(met.size(), met.size() + missed.size());
    return missed.isEmpty()
        ? figures
        : figures + ", not so " + missed.stream().map(strike -> strike.fault().name()).toList();
  }
}
