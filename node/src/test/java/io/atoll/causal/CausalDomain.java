package io.atoll.causal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Any values of this package from a small universe of actors, so that two of them overlap often. A
 * dot decides all of its version, as it does in life.
 */
final class CausalDomain extends DomainContextBase {
  private static final List<Actor> ACTORS =
      List.of(
          new Actor(0, 1),
          new Actor(0, 2),
          new Actor(7, 1),
          new Actor(300, 1),
          new Actor(Actor.MAX_MEMBER, Actor.MAX_GENERATION));

  @Provide
  Arbitrary<Actor> actors() {
    return Arbitraries.of(ACTORS);
  }

  @Provide
  Arbitrary<VersionVector> vectors() {
    Arbitrary<Long> counters =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(1, 4)),
            Tuple.of(1, Arbitraries.longs().between(1, Long.MAX_VALUE)));
    return Arbitraries.maps(actors(), counters).ofMaxSize(5).map(CausalDomain::vector);
  }

  @Provide
  Arbitrary<CausalContext> contexts() {
    Arbitrary<Long> timestamps =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.longs().between(0, 5)),
            Tuple.of(1, Arbitraries.longs().between(0, Long.MAX_VALUE)));
    Arbitrary<List<Dot>> besides =
        Arbitraries.oneOf(
            Arbitraries.just(List.of()),
            vectors()
                .map(VersionVector::newestDots)
                .list()
                .ofMaxSize(2)
                .map(lists -> lists.stream().flatMap(List::stream).toList()));
    return Combinators.combine(vectors(), besides, timestamps).as(CausalContext::of);
  }

  @Provide
  Arbitrary<Siblings> siblings() {
    Arbitrary<List<Integer>> masks = Arbitraries.integers().between(0, 15).list().ofSize(5);
    return Combinators.combine(vectors(), masks).as(CausalDomain::siblings);
  }

  static VersionVector vector(Map<Actor, Long> counters) {
    VersionVector vector = VersionVector.EMPTY;
    for (Map.Entry<Actor, Long> entry : new TreeMap<>(counters).entrySet()) {
      vector = vector.merge(VersionVector.of(entry.getKey(), entry.getValue()));
    }
    return vector;
  }

  /** Per actor of the vector, those of its first four dots that the mask names. */
  private static Siblings siblings(VersionVector vector, List<Integer> masks) {
    TreeMap<Dot, Version> versions = new TreeMap<>();
    int next = 0;
    for (Dot newest : vector.newestDots()) {
      int mask = masks.get(next++);
      for (int bit = 0; bit < 4 && bit < newest.counter(); bit++) {
        if ((mask >> bit & 1) == 1) {
          Dot dot = new Dot(newest.actor(), bit + 1L);
          versions.put(dot, versionOf(dot));
        }
      }
    }
    return new Siblings(vector, versions.values().toArray(Version[]::new));
  }

  /** Timestamps collide now and then and do not follow the order of the dots. */
  static Version versionOf(Dot dot) {
    int hash = dot.hashCode() * 0x9E3779B9;
    boolean tombstone = (hash & 7) == 0;
    long timestamp = (hash >>> 8) % 5L;
    return tombstone
        ? new Version(dot, timestamp, true, "", new byte[0])
        : new Version(
            dot,
            timestamp,
            false,
            (hash & 8) == 0 ? "" : "text/plain",
            dot.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
