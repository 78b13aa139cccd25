package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Several replicas of one key, each held twice: as {@link Siblings}, and as the dumb truth, the set
 * of every event that it knows with, per event, the set of all that its writer had seen, and the
 * deletes that stood where it was written. In the truth a value is live when no known event has
 * seen it. Both are compared after each step.
 */
final class HistoryWorld {
  /** A state and the truth about it: a replica, a message on its way, what a client has read. */
  record Known(Siblings state, Set<Integer> events) {
    static final Known NOTHING = new Known(Siblings.EMPTY, Set.of());

    Known merge(Known other) {
      return new Known(state.merge(other.state), union(events, other.events));
    }
  }

  private final Map<Integer, Set<Integer>> pastOfEvent = new HashMap<>();
  private final Map<Integer, Dot> dotOfEvent = new HashMap<>();
  private final List<Known> replicas = new ArrayList<>();
  private final List<Integer> generations = new ArrayList<>();
  private final List<List<Known>> stored = new ArrayList<>();
  private final List<Known> everything = new ArrayList<>();

  HistoryWorld(int count) {
    for (int i = 0; i < count; i++) {
      replicas.add(Known.NOTHING);
      generations.add(1);
      stored.add(new ArrayList<>(List.of(Known.NOTHING)));
    }
    everything.add(Known.NOTHING);
  }

  int size() {
    return replicas.size();
  }

  Known replica(int replica) {
    return replicas.get(replica);
  }

  Actor actor(int replica) {
    return new Actor(replica, generations.get(replica));
  }

  /** Some state that any replica ever had: an old message, or what a slow client once read. */
  Known old(int pick) {
    return everything.get(pick % everything.size());
  }

  /** Writes a value that names its event; the context is what the client had read. */
  Known put(int replica, Known read, boolean tombstone) {
    int event = pastOfEvent.size();
    Known before = replicas.get(replica);
    byte[] value = ByteBuffer.allocate(4).putInt(event).array();
    Actor actor = actor(replica);
    Siblings state =
        before.state.put(actor, read.state.clientContext(), event, tombstone, "", value);
    pastOfEvent.put(event, union(read.events, tombstones(before)));
    Dot dot = new Dot(actor, state.context().counter(actor));
    assertThat(dotOfEvent.values()).as("a dot is used once").doesNotContain(dot);
    dotOfEvent.put(event, dot);
    Set<Integer> events = union(before.events, read.events);
    events.add(event);
    Known after = new Known(state, events);
    replace(replica, after);
    return after;
  }

  /** The deletes that stand at a replica: whoever writes there has seen them. */
  private Set<Integer> tombstones(Known at) {
    Set<Integer> deletes = new HashSet<>();
    for (int event : at.events) {
      for (Version version : at.state.versions()) {
        if (version.tombstone() && version.dot().equals(dotOfEvent.get(event))) {
          deletes.add(event);
        }
      }
    }
    return deletes;
  }

  void merge(int replica, Known message) {
    replace(replica, replicas.get(replica).merge(message));
  }

  /** The node comes back with an older state, as a new generation. */
  void loseAndRestart(int replica, int pick) {
    List<Known> mine = stored.get(replica);
    generations.set(replica, generations.get(replica) + 1);
    replace(replica, mine.get(pick % mine.size()));
  }

  private void replace(int replica, Known known) {
    replicas.set(replica, known);
    stored.get(replica).add(known);
    everything.add(known);
    check(known);
  }

  /** Exactly the concurrent values live, and exactly the known events are seen. */
  private void check(Known known) {
    assertThat(dots(known.state)).isEqualTo(liveDots(known.events));
    dotOfEvent.forEach(
        (event, dot) ->
            assertThat(known.state.context().contains(dot))
                .as("event %s with dot %s is seen in %s", event, dot, known.state)
                .isEqualTo(known.events.contains(event)));
    assertThat(Siblings.decode(known.state.encode())).isEqualTo(known.state);
  }

  private Set<Dot> liveDots(Set<Integer> events) {
    Set<Integer> superseded = new HashSet<>();
    events.forEach(event -> superseded.addAll(pastOfEvent.get(event)));
    Set<Dot> live = new TreeSet<>();
    for (int event : events) {
      if (!superseded.contains(event)) {
        live.add(dotOfEvent.get(event));
      }
    }
    return live;
  }

  static Set<Dot> dots(Siblings state) {
    Set<Dot> dots = new TreeSet<>();
    state.versions().forEach(version -> dots.add(version.dot()));
    return dots;
  }

  private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
    Set<Integer> all = new HashSet<>(a);
    all.addAll(b);
    return all;
  }
}
