package io.atoll.chaos.workload;

import io.atoll.causal.CausalContext;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.sim.Scheduler;
import io.atoll.wire.FailureCode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One client of a run. In each turn it begins some operations at once, all through one loop of
 * whatever node it happens on; the next turn comes when they have ended. It tells the history of
 * each.
 */
public final class Client {
  private record Place(String keyspace, String key) {}

  /** Whom the operations of one turn ask. */
  private record Door(Member member, int loop) {}

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
  private final Stage stage;
  private final Mix mix;
  private final List<String> keyspaces;
  private final RandomGenerator random;
  private final History history;
  private final Scheduler.Life life;
  private final NodeCalls calls;
  private final Map<Place, Known> known = new HashMap<>();
  private long turnBeganNanos;
  private int underWay;
  private boolean stopped;

  /**
   * @param stage its own
   * @param keyspaces those that it works in
   */
  public Client(String name, Stage stage, Mix mix, List<String> keyspaces) {
    this.name = name;
    this.stage = stage;
    this.mix = mix;
    this.keyspaces = List.copyOf(keyspaces);
    this.random = stage.random();
    this.history = stage.history();
    this.life = Stage.life(name);
    this.calls = new NodeCalls(stage, life);
  }

  public void start() {
    nextTurn();
  }

  /** What is under way ends; nothing new begins. */
  public void stop() {
    stopped = true;
  }

  private void nextTurn() {
    long turnNanos = random.nextLong(2_000_000 * mix.crowd().turnMs() + 1);
    stage.cluster().scheduler().at(turnBeganNanos + turnNanos, life, this::turn);
  }

  private void turn() {
    if (stopped) {
      return;
    }
    turnBeganNanos = stage.nowNanos();
    List<Member> members = stage.members();
    Door door = new Door(members.get(random.nextInt(members.size())), random.nextInt(2));
    int operations = 1 + random.nextInt(mix.crowd().atOnce());
    // Held up until all of them have begun.
    underWay = 1 + operations;
    for (int i = 0; i < operations; i++) {
      begin(door);
    }
    ended();
  }

  private void ended() {
    underWay--;
    if (underWay == 0) {
      nextTurn();
    }
  }

  private void begin(Door door) {
    Place place =
        new Place(keyspaces.get(random.nextInt(keyspaces.size())), mix.keys().next(random));
    Known mine = known.getOrDefault(place, Known.NOTHING);
    switch (mix.nextKind(random)) {
      case BLIND_WRITE -> write(door, place, false, Known.NOTHING);
      case BLIND_DELETE -> write(door, place, true, Known.NOTHING);
      case WRITE_AGAIN -> write(door, place, false, mine);
      case READ -> read(door, place, Known.NOTHING, seen -> ended());
      case READ_AT_LEAST -> read(door, place, mine, seen -> ended());
      case READ_MODIFY_WRITE ->
          read(door, place, Known.NOTHING, seen -> write(anyDoor(), place, false, seen));
      case READ_DELETE ->
          read(door, place, Known.NOTHING, seen -> write(anyDoor(), place, true, seen));
    }
  }

  private Door anyDoor() {
    List<Member> members = stage.members();
    return new Door(members.get(random.nextInt(members.size())), random.nextInt(2));
  }

  private void read(Door door, Place place, Known least, Consumer<Known> then) {
    VersionVector minContext = least.context().least();
    Read read = history.read(question(door, place), minContext, least.seen());
    calls.ask(
        read,
        door.loop(),
        () -> {
          if (read.isAnswered()) {
            then.accept(shown(place, read));
          } else {
            ended();
          }
        });
  }

  private Known shown(Place place, Read read) {
    Keyspace keyspace = history.keyspaceOf(read);
    if (keyspace == null) {
      known.remove(place);
      return Known.NOTHING;
    }
    BitSet seen = history.seenIn(keyspace.id(), place.key(), read.answer());
    Known now = new Known(keyspace.id(), read.answer().clientContext(), seen);
    known.put(place, now);
    return now;
  }

  private void write(Door door, Place place, boolean delete, Known basis) {
    Write write = history.write(question(door, place), delete, basis.context(), basis.seen());
    byte[] value = delete ? new byte[0] : Values.of(write.id(), mix.values().nextBytes(random));
    calls.ask(
        write,
        basis.keyspaceId(),
        value,
        door.loop(),
        context -> wrote(place, write, basis, context),
        () -> {
          if (write.ending() instanceof Ending.Refused refused
              && refused.code() == FailureCode.UNKNOWN_KEYSPACE) {
            known.remove(place);
          }
          ended();
        });
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

  private Question question(Door door, Place place) {
    return new Question(
        name,
        door.member().nodeId(),
        door.member().dc(),
        place.keyspace(),
        place.key(),
        mix.nextLevel(random),
        mix.crowd().timeoutMs(),
        stage.nowNanos(),
        epochOf(door.member().nodeId()));
  }

  /**
   * An epoch that every loop of a node has by now: one that was seen there a while ago, unless the
   * node has started since with a disk that knows less.
   */
  private long epochOf(String nodeId) {
    Node node = stage.cluster().node(nodeId);
    long now = node == null ? 0 : node.topology().epoch();
    return Math.min(now, history.epochs().newestOf(nodeId));
  }
}
