package io.atoll.chaos.workload;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Tags;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.replication.Outcome;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import io.atoll.wire.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One client of a run: does one thing at a time, through whatever node it happens on, and tells the
 * history. A node that dies under a request leaves the client without an answer; it gives up after
 * the timeout and goes on elsewhere.
 */
public final class Client {
  /** How much longer than the timeout it asked for a client waits for an answer. */
  private static final long GRACE_MS = 500;

  private record Place(String keyspace, String key) {}

  /**
   * What the client knows of a key: the store's context, and the model of what it has been shown.
   *
   * @param keyspaceId of the keyspace that it knows it in: one that is made again is another
   */
  private record Known(int keyspaceId, CausalContext context, BitSet seen) {
    static final Known NOTHING =
        new Known(WriteRequest.ANY_KEYSPACE, CausalContext.EMPTY, new BitSet());
  }

  private final String name;
  private final SimCluster cluster;
  private final Mix mix;
  private final List<String> keyspaces;
  private final RandomGenerator random;
  private final History history;
  private final Scheduler.Life life;
  private final Map<Place, Known> known = new HashMap<>();
  private boolean stopped;

  /**
   * @param keyspaces those that it works in
   */
  public Client(
      String name,
      SimCluster cluster,
      Mix mix,
      List<String> keyspaces,
      RandomGenerator random,
      History history) {
    this.name = name;
    this.cluster = cluster;
    this.mix = mix;
    this.keyspaces = keyspaces;
    this.random = random;
    this.history = history;
    this.life = Stage.life(name);
  }

  public void start() {
    pause();
  }

  /** What is under way ends; nothing new begins. */
  public void stop() {
    stopped = true;
  }

  private void pause() {
    long pauseNanos = random.nextLong(mix.pauseMs() * 1_000_000 + 1);
    cluster.scheduler().after(pauseNanos, life, this::next);
  }

  private void next() {
    if (stopped) {
      return;
    }
    Place place =
        new Place(
            keyspaces.get(random.nextInt(keyspaces.size())), "key" + random.nextInt(mix.keys()));
    Known mine = known.getOrDefault(place, Known.NOTHING);
    switch (mix.nextKind(random)) {
      case BLIND_WRITE -> write(place, false, Known.NOTHING);
      case BLIND_DELETE -> write(place, true, Known.NOTHING);
      case WRITE_AGAIN -> write(place, false, mine);
      case READ -> read(place, Known.NOTHING, seen -> pause());
      case READ_AT_LEAST -> read(place, mine, seen -> pause());
      case READ_MODIFY_WRITE -> read(place, Known.NOTHING, seen -> write(place, false, seen));
      case READ_DELETE -> read(place, Known.NOTHING, seen -> write(place, true, seen));
    }
  }

  private void read(Place place, Known least, Consumer<Known> then) {
    Member member = anybody();
    VersionVector minContext = least.context().least();
    Read read = history.read(question(member, place), minContext, least.seen());
    ReadRequest request =
        new ReadRequest(
            place.keyspace(), bytes(place.key()), read.level(), mix.timeoutMs(), minContext);
    ask(
        member,
        (node, answer) ->
            node.backend(loopOf(node))
                .store()
                .get(request)
                .onComplete(
                    result ->
                        answer.accept(
                            () -> {
                              read.answered(answered(result.outcome()), result.siblings());
                              saw(node, member);
                              then.accept(shown(place, result));
                            }),
                    refused ->
                        answer.accept(
                            () -> {
                              read.refused(refused(refused));
                              pause();
                            })),
        this::pause);
  }

  private Question question(Member member, Place place) {
    return new Question(
        name,
        member.nodeId(),
        member.dc(),
        place.keyspace(),
        place.key(),
        mix.nextLevel(random),
        mix.timeoutMs(),
        cluster.scheduler().nowNanos(),
        history.epochs().newestOf(member.nodeId()));
  }

  private Ending.Answered answered(Outcome outcome) {
    return new Ending.Answered(
        cluster.scheduler().nowNanos(),
        new Ending.Claims(
            outcome.asked(),
            outcome.answered(),
            outcome.required(),
            outcome.hints(),
            outcome.epoch(),
            outcome.overlapping()));
  }

  private Ending.Refused refused(Throwable why) {
    long now = cluster.scheduler().nowNanos();
    String message = String.valueOf(why.getMessage());
    return why instanceof RequestFailure failure
        ? new Ending.Refused(now, failure.code(), failure.code().withoutEffect(), message)
        : new Ending.Refused(now, FailureCode.DEFECT, false, why.toString());
  }

  private void saw(Node node, Member member) {
    history.epochs().saw(member.nodeId(), node.topology(), cluster.scheduler().nowNanos());
  }

  private Known shown(Place place, ReadResult result) {
    Keyspace keyspace = history.epochs().keyspace(place.keyspace(), result.outcome().epoch());
    if (keyspace == null) {
      known.remove(place);
      return Known.NOTHING;
    }
    Siblings state = result.siblings();
    BitSet seen = history.seenIn(keyspace.id(), place.key(), state);
    Known now = new Known(keyspace.id(), state.clientContext(), seen);
    known.put(place, now);
    return now;
  }

  private void write(Place place, boolean delete, Known basis) {
    Member member = anybody();
    Write write = history.write(question(member, place), delete, basis.context(), basis.seen());
    byte[] value = delete ? new byte[0] : bytes("value " + write.id());
    write.carries(value);
    WriteRequest request =
        new WriteRequest(
            place.keyspace(),
            basis.keyspaceId(),
            bytes(place.key()),
            basis.context(),
            delete,
            Tags.contentType(write.id()),
            value,
            write.level(),
            mix.timeoutMs());
    ask(
        member,
        (node, answer) ->
            node.backend(loopOf(node))
                .store()
                .write(request)
                .onComplete(
                    result ->
                        answer.accept(
                            () -> {
                              write.ended(answered(result.outcome()));
                              wrote(place, write, basis, result.context());
                              pause();
                            }),
                    refused ->
                        answer.accept(
                            () -> {
                              write.ended(refused(refused));
                              if (refused instanceof RequestFailure.UnknownKeyspace) {
                                known.remove(place);
                              }
                              pause();
                            })),
        this::pause);
  }

  /**
   * The context of a write stands for what the client had seen and, where it says so, the write
   * itself.
   */
  private void wrote(Place place, Write write, Known basis, CausalContext context) {
    boolean holdsWrite = write.dots().stream().allMatch(context::contains);
    known.put(
        place, new Known(write.keyspaceId(), context, holdsWrite ? write.history() : basis.seen()));
  }

  /** What is asked of a node. */
  private interface Request {
    /**
     * @param answer takes what the client does about the answer
     */
    void put(Node node, Consumer<Runnable> answer);
  }

  private Member anybody() {
    List<Member> members = cluster.members();
    return members.get(random.nextInt(members.size()));
  }

  private void ask(Member member, Request request, Runnable noAnswer) {
    if (cluster.node(member.nodeId()) == null) {
      cluster.scheduler().after(1_000_000, life, noAnswer);
      return;
    }
    boolean[] over = new boolean[1];
    Consumer<Runnable> once =
        reaction -> {
          if (!over[0]) {
            over[0] = true;
            cluster.scheduler().after(0, life, reaction);
          }
        };
    cluster.onLoop(member.nodeId(), random.nextInt(2), node -> request.put(node, once));
    cluster
        .scheduler()
        .after(
            (mix.timeoutMs() + GRACE_MS) * 1_000_000,
            life,
            () -> {
              if (!over[0]) {
                over[0] = true;
                noAnswer.run();
              }
            });
  }

  private static int loopOf(Node node) {
    for (int i = 0; i < node.env().loops().size(); i++) {
      if (node.env().loops().get(i).isCurrent()) {
        return i;
      }
    }
    throw new IllegalStateException("not on a loop of the node");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
