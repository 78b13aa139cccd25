package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.codec.Codec;
import io.atoll.client.engine.CallFailure;
import io.atoll.client.failure.ContextNotReached;
import io.atoll.client.failure.Unanswered;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Sessions against a store of three replicas that exchange their states now and then: requests are
 * under way together, done at any replica and answered in any order, lost, or left in doubt.
 */
class SessionModelTest {
  private static final int REPLICAS = 3;
  private static final int SESSIONS = 2;
  private static final int KEYS = 2;

  enum Act {
    GET,
    PUT,
    DELETE,
    DO,
    ANSWER,
    LOSE,
    DO_AND_LOSE,
    EXCHANGE,
    TRAVEL
  }

  record Step(Act act, int pick, int session, int key) {}

  @Property(tries = 1_000)
  void noReadGoesBehindWhatItsSessionHasSeen(@ForAll("scripts") List<Step> script) {
    World world = new World();
    script.forEach(
        step -> {
          world.take(step);
          world.check();
        });
    world.settle();
    world.check();
  }

  @Provide
  Arbitrary<List<Step>> scripts() {
    Arbitrary<Act> acts =
        Arbitraries.frequency(
            Tuple.of(5, Act.GET),
            Tuple.of(5, Act.PUT),
            Tuple.of(1, Act.DELETE),
            Tuple.of(10, Act.DO),
            Tuple.of(10, Act.ANSWER),
            Tuple.of(1, Act.LOSE),
            Tuple.of(1, Act.DO_AND_LOSE),
            Tuple.of(2, Act.EXCHANGE),
            Tuple.of(1, Act.TRAVEL));
    return Combinators.combine(
            acts,
            Arbitraries.integers().between(0, 999),
            Arbitraries.integers().between(0, SESSIONS - 1),
            Arbitraries.integers().between(0, KEYS - 1))
        .as(Step::new)
        .list()
        .ofMinSize(20)
        .ofMaxSize(120);
  }

  /** What one session knows of one key, kept apart from what the session keeps itself. */
  private static final class Known {
    /** The newest writes that it must see from now on. */
    final TreeMap<String, Integer> seen = new TreeMap<>();
  }

  /** A request whose work a replica has done; its answer is on the way. */
  private record OnTheWay(FakeEngine.Call call, Response response, TreeMap<String, Integer> made) {}

  private static final class World {
    final FakeEngine engine = new FakeEngine();
    final AtollClient client = AtollClient.builder().over(engine, () -> 0);
    final List<FakeReplica> replicas = new ArrayList<>();
    final List<Session> sessions = new ArrayList<>();
    final Map<String, Known> known = new TreeMap<>();
    final List<OnTheWay> onTheWay = new ArrayList<>();
    final List<String> broken = new ArrayList<>();
    int puts;
    boolean settling;

    /** The write that is being answered, whatever its context says. */
    TreeMap<String, Integer> made = new TreeMap<>();

    World() {
      for (int i = 0; i < REPLICAS; i++) {
        replicas.add(new FakeReplica("r" + i));
      }
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(Session.start());
      }
    }

    void take(Step step) {
      switch (step.act) {
        case GET -> get(step.session, step.key);
        case PUT -> write(step.session, step.key, false);
        case DELETE -> write(step.session, step.key, true);
        case DO -> doOne(step.pick);
        case ANSWER -> answerOne(step.pick);
        case LOSE -> loseOne(step.pick, false);
        case DO_AND_LOSE -> loseOne(step.pick, true);
        case EXCHANGE -> exchange(step.pick);
        case TRAVEL -> sessions.set(step.session, travelled(sessions.get(step.session)));
      }
    }

    /** A session goes on elsewhere; what was under way reports to the one left behind. */
    private Session travelled(Session session) {
      return engine.underWay.isEmpty() && onTheWay.isEmpty()
          ? Session.restore(session.toBytes())
          : session;
    }

    Keyspace<Long, String> keyspace(int session) {
      return client.keyspace("users", Codec.int64(), Codec.utf8()).in(sessions.get(session));
    }

    Known known(int session, int key) {
      return known.computeIfAbsent(session + "/" + key, k -> new Known());
    }

    void get(int session, int key) {
      Known of = known(session, key);
      TreeMap<String, Integer> before = new TreeMap<>(of.seen);
      CompletionStage<Entry<String>> stage = keyspace(session).get((long) key);
      stage.whenComplete(
          (entry, failure) -> {
            if (entry != null) {
              TreeMap<String, Integer> answered =
                  entry.context().isEmpty()
                      ? new TreeMap<>()
                      : Seen.of(entry.context().bytes()).least();
              ended("read", answered, before, of);
            } else if (!(failure instanceof ContextNotReached || failure instanceof Unanswered)) {
              broken.add("a read failed with " + failure);
            }
          });
    }

    void write(int session, int key, boolean delete) {
      Known of = known(session, key);
      TreeMap<String, Integer> before = new TreeMap<>(of.seen);
      Keyspace<Long, String> keyspace = keyspace(session);
      CompletionStage<Written> stage =
          delete ? keyspace.delete((long) key) : keyspace.put((long) key, "value" + puts++);
      stage.whenComplete(
          (written, failure) -> {
            if (written != null) {
              ended("write", Seen.of(written.context().bytes()).least(), before, of);
            } else if (!(failure instanceof Unanswered)) {
              broken.add("a write failed with " + failure);
            }
          });
    }

    private void ended(
        String what, TreeMap<String, Integer> answered, TreeMap<String, Integer> before, Known of) {
      if (!Seen.includes(answered, before)) {
        broken.add("a %s knew %s where %s was seen before".formatted(what, answered, before));
      }
      Seen.join(of.seen, answered);
      Seen.join(of.seen, made);
    }

    /** What a stage is told throws nowhere, so it is kept until here. */
    void check() {
      assertThat(broken).isEmpty();
    }

    private static <T> T pick(List<T> from, int pick) {
      return from.remove(pick % from.size());
    }

    void doOne(int pick) {
      if (engine.underWay.isEmpty()) {
        return;
      }
      FakeReplica replica = replicas.get(pick / 10 % REPLICAS);
      FakeEngine.Call call = pick(engine.underWay, pick);
      if (call.writing != null) {
        Response.Written written = replica.write(call.keyspace, call.writing);
        onTheWay.add(new OnTheWay(call, written, replica.newest(call.keyspace, call.key())));
        return;
      }
      // As a coordinator does that asks more replicas until the contexts are reached; some are
      // away.
      Seen least = Seen.ofAll(call.reading.minContexts());
      for (int i = 0; !replica.hasSeen(call.keyspace, call.key(), least); i++) {
        if (i == REPLICAS - (settling ? 0 : 1)) {
          call.fail(FailureCode.CONTEXT_NOT_REACHED);
          return;
        }
        replica.merge(replicas.get((pick + i) % REPLICAS));
      }
      onTheWay.add(new OnTheWay(call, replica.read(call.keyspace, call.key()), new TreeMap<>()));
    }

    void answerOne(int pick) {
      if (!onTheWay.isEmpty()) {
        OnTheWay arriving = pick(onTheWay, pick);
        made = arriving.made;
        switch (arriving.response) {
          case Response.Values values -> arriving.call.answer(values);
          case Response.Written written -> arriving.call.answer(written);
          default -> throw new IllegalStateException();
        }
      }
    }

    void loseOne(int pick, boolean done) {
      List<FakeEngine.Call> from =
          done ? new ArrayList<>(onTheWay.stream().map(OnTheWay::call).toList()) : engine.underWay;
      if (from.isEmpty()) {
        return;
      }
      FakeEngine.Call lost = pick(from, pick);
      onTheWay.removeIf(each -> each.call == lost);
      lost.fail(new CallFailure(CallFailure.Kind.UNANSWERED, null, Outcome.NONE, true, "silence"));
    }

    void exchange(int pick) {
      replicas.get(pick % REPLICAS).merge(replicas.get(pick / 10 % REPLICAS));
    }

    /** All ends, every session reads every key, and knows it by one context afterwards. */
    void settle() {
      settling = true;
      while (!engine.underWay.isEmpty()) {
        doOne(0);
      }
      while (!onTheWay.isEmpty()) {
        answerOne(0);
      }
      for (int session = 0; session < SESSIONS; session++) {
        int remembered = 0;
        for (int key = 0; key < KEYS; key++) {
          get(session, key);
          doOne(session);
          answerOne(0);
          boolean written = !known(session, key).seen.isEmpty();
          remembered += written ? 1 : 0;
          get(session, key);
          assertThat(engine.underWay.getFirst().contexts()).hasSize(written ? 1 : 0);
          doOne(session);
          answerOne(0);
        }
        assertThat(sessions.get(session).keys()).isEqualTo(remembered);
      }
    }
  }
}
