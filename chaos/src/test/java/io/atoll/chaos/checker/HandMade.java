package io.atoll.chaos.checker;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Tags;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.ReadRepair;
import io.atoll.ring.Topology;
import io.atoll.wire.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Evidence made by hand: three nodes of one DC, a keyspace of each policy with three replicas, one
 * with blocking read repair, and one key, of which a test says what was asked, made, answered and
 * held.
 */
final class HandMade {
  static final String SIBLINGS = "default";
  static final String LWW = "lww";
  static final String BLOCKING = "blocking";
  static final String KEY = "k";

  final History history = new History();
  final Topology formed = Topology.form("made", 8, members());
  final Topology topology =
      formed
          .withKeyspace(keyspace(LWW, ConflictPolicy.LWW))
          .withKeyspace(keyspace(BLOCKING, ConflictPolicy.SIBLINGS).with(ReadRepair.BLOCKING));
  private long now;

  HandMade() {
    history.epochs().told("a-0", formed, 0);
    history.epochs().told("a-0", topology, 0);
  }

  private static List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      int port = 10_000 + 4 * n;
      String id = "a-" + n;
      members.add(new Member(n, id, "a", "rack" + n, 1, id, port, port + 1, port + 2, port + 3));
    }
    return members;
  }

  static Keyspace keyspace(String name, ConflictPolicy policy) {
    return new Keyspace(0, name, new TreeMap<>(Map.of("a", 3)), policy, Named.QUORUM, Named.QUORUM);
  }

  long tick() {
    return ++now;
  }

  private Question question(String keyspace, ConsistencyLevel level) {
    return new Question("client", "a-0", "a", keyspace, KEY, level, 1_000, tick(), 0);
  }

  /** A put that is asked for by a client that has read a state. */
  Write put(String keyspace, ConsistencyLevel level, Siblings read) {
    return write(keyspace, level, read, false);
  }

  Write delete(String keyspace, ConsistencyLevel level, Siblings read) {
    return write(keyspace, level, read, true);
  }

  private Write write(String keyspace, ConsistencyLevel level, Siblings read, boolean delete) {
    Write write =
        history.write(
            question(keyspace, level), delete, read.clientContext(), seen(keyspace, read));
    write.carries(delete ? new byte[0] : value(write.id()));
    return write;
  }

  /** A put of a client that goes on from its own write, of which a replica had made an event. */
  Write putAfter(Write own, int member, Siblings event) {
    CausalContext context = event.contextAfterPut(new Actor(member, 1), own.context());
    Write write =
        history.write(question(own.keyspace(), Named.QUORUM), false, context, own.history());
    write.carries(value(write.id()));
    return write;
  }

  BitSet seen(String keyspace, Siblings state) {
    return history.seenIn(idOf(keyspace), KEY, state);
  }

  int idOf(String keyspace) {
    return topology.keyspaces().get(keyspace).id();
  }

  static byte[] value(int id) {
    return ("value " + id).getBytes(StandardCharsets.UTF_8);
  }

  /** What a replica makes of a write where it holds a state. */
  Siblings made(Write write, int member, Siblings before) {
    return made(write, write.context(), member, before);
  }

  /** The same, though the replica takes something else for what the client has seen. */
  Siblings made(Write write, CausalContext context, int member, Siblings before) {
    Siblings after =
        put(write, context, member, before, Math.max(tick(), before.maxTimestamp() + 1));
    Siblings kept = write.keyspace().equals(LWW) ? after.lastWriterWins() : after;
    long timestamp =
        after.versions().stream()
            .filter(version -> version.dot().equals(dot(member, after)))
            .mapToLong(Version::timestamp)
            .max()
            .orElseThrow();
    note(write, member, after, timestamp);
    return kept;
  }

  /** What comes of a write, which nobody notes. */
  static Siblings put(
      Write write, CausalContext context, int member, Siblings before, long timestamp) {
    return before.put(
        new Actor(member, 1),
        context,
        timestamp,
        write.isDelete(),
        Tags.contentType(write.id()),
        write.isDelete() ? new byte[0] : value(write.id()));
  }

  private static Dot dot(int member, Siblings state) {
    Actor actor = new Actor(member, 1);
    return new Dot(actor, state.context().counter(actor));
  }

  /** A replica has made a state's newest event of a write. */
  void note(Write write, int member, Siblings state, long timestamp) {
    history.made(write.id(), idOf(write.keyspace()), dot(member, state), timestamp, state);
    history.coordinatedIn(write.id(), "a");
  }

  /** Its replica makes a write again, with a later time. */
  Siblings raised(Write write, int member, Siblings first) {
    Siblings after = put(write, first.clientContext(), member, first, first.maxTimestamp() + 9);
    history.raised(write.id(), dot(member, after), after.maxTimestamp());
    return after;
  }

  void acknowledge(Write write) {
    write.ended(answer());
  }

  void refuse(Write write, FailureCode code) {
    write.ended(new Ending.Refused(tick(), code, code.withoutEffect(), "no"));
  }

  private Ending.Answered answer() {
    return answerIn(topology.epoch());
  }

  Ending.Answered answerIn(long epoch) {
    return new Ending.Answered(tick(), new Ending.Claims(3, 2, 2, 0, epoch, true));
  }

  /** Puts blindly through the first replica and acknowledges. */
  Siblings written(String keyspace, Siblings before) {
    Write write = put(keyspace, Named.QUORUM, Siblings.EMPTY);
    Siblings after = made(write, 0, before);
    acknowledge(write);
    return after;
  }

  Read read(String keyspace, ConsistencyLevel level, Siblings shown) {
    return read(keyspace, level, CausalContext.EMPTY, new BitSet(), shown);
  }

  Read read(
      String keyspace,
      ConsistencyLevel level,
      CausalContext least,
      BitSet mustSee,
      Siblings shown) {
    VersionVector minContext = least.least();
    Read read = history.read(question(keyspace, level), minContext, mustSee);
    read.answered(answer(), shown);
    return read;
  }

  /** With what the replicas of the key hold in the end. */
  Evidence evidence(String keyspace, Siblings... copies) {
    List<Evidence.Copy> held = new ArrayList<>();
    for (int n = 0; n < copies.length; n++) {
      held.add(new Evidence.Copy("a-" + n, copies[n]));
    }
    return new Evidence(
        history, null, topology, Map.of(new Evidence.Place(keyspace, KEY), held), null, null);
  }

  Evidence evidence() {
    return new Evidence(history, null, topology, Map.of(), null, null);
  }
}
