package io.atoll.client;

import io.atoll.wire.Outcome;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A replica that keeps siblings by the rules of version vectors: a write gets a dot, and drops what
 * its contexts had seen. Written as plainly as can be, for tests to compare with.
 */
final class FakeReplica {
  static final Outcome ONE = new Outcome(1, 1, 1, 0, false);

  /** One write that nobody has replaced; a delete if {@code value} is null. */
  record Version(String replica, int counter, Response.Value value) {}

  private static final class State {
    final TreeMap<String, Integer> seen = new TreeMap<>();
    final List<Version> versions = new ArrayList<>();
  }

  private final String name;
  private final Map<String, State> states = new TreeMap<>();

  FakeReplica(String name) {
    this.name = name;
  }

  private State state(String keyspace, byte[] key) {
    return states.computeIfAbsent(keyspace + "/" + Arrays.toString(key), k -> new State());
  }

  Response.Written write(String keyspace, Request.Writing writing) {
    State state = state(keyspace, writing.key());
    Seen past = Seen.ofAll(writing.contexts());
    // The past may name writes that have not come here yet: they are replaced all the same.
    Seen.join(state.seen, past.superseded());
    int counter = state.seen.getOrDefault(name, 0) + 1;
    state.seen.put(name, counter);
    state.versions.removeIf(v -> Seen.has(past.superseded(), v.replica, v.counter));
    boolean unread = state.versions.stream().anyMatch(v -> v.replica.equals(name));
    state.versions.add(
        new Version(
            name,
            counter,
            writing.delete() ? null : new Response.Value(writing.contentType(), writing.value())));
    past.least().put(name, counter);
    if (!unread) {
      past.superseded().put(name, counter);
    }
    return new Response.Written(1, ONE, past.toBytes());
  }

  /** Its own newest write of a key. */
  TreeMap<String, Integer> newest(String keyspace, byte[] key) {
    return new TreeMap<>(Map.of(name, state(keyspace, key).seen.get(name)));
  }

  boolean hasSeen(String keyspace, byte[] key, Seen least) {
    return Seen.includes(state(keyspace, key).seen, least.least());
  }

  Response.Values read(String keyspace, byte[] key) {
    State state = state(keyspace, key);
    List<Response.Value> values =
        state.versions.stream().filter(v -> v.value != null).map(Version::value).toList();
    boolean deleted = state.versions.stream().anyMatch(v -> v.value == null);
    byte[] context =
        state.seen.isEmpty() ? new byte[0] : new Seen(state.seen, state.seen).toBytes();
    return new Response.Values(1, ONE, context, deleted, values);
  }

  /** Takes what another has of every key. */
  void merge(FakeReplica other) {
    other.states.forEach(
        (key, theirs) -> {
          State mine = states.computeIfAbsent(key, k -> new State());
          List<Version> kept = new ArrayList<>();
          for (Version v : mine.versions) {
            if (theirs.versions.contains(v) || !Seen.has(theirs.seen, v.replica, v.counter)) {
              kept.add(v);
            }
          }
          for (Version v : theirs.versions) {
            if (!mine.versions.contains(v) && !Seen.has(mine.seen, v.replica, v.counter)) {
              kept.add(v);
            }
          }
          mine.versions.clear();
          mine.versions.addAll(kept);
          Seen.join(mine.seen, theirs.seen);
        });
  }
}
