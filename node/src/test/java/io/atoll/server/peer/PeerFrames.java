package io.atoll.server.peer;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.VersionVector;
import io.atoll.replication.Outcome;
import io.atoll.replication.PeerReply;
import io.atoll.replication.PeerRequest;
import io.atoll.replication.ReplicaFailure;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.wire.LevelCode;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random frames of every kind. */
final class PeerFrames {
  private PeerFrames() {}

  static Arbitrary<PeerFrame> all() {
    return Arbitraries.oneOf(questions(), answers(), topology());
  }

  private static Arbitrary<PeerFrame> questions() {
    return Combinators.combine(calls(), members(), Arbitraries.oneOf(reads(), merges(), writes()))
        .as(PeerFrame.Question::new);
  }

  private static Arbitrary<PeerFrame> answers() {
    return Combinators.combine(calls(), replies()).as(PeerFrame.Answer::new);
  }

  private static Arbitrary<PeerFrame> topology() {
    return bytes().map(PeerFrame.TopologyMessage::new);
  }

  private static Arbitrary<PeerRequest> reads() {
    return Combinators.combine(epochs(), members(), bytes()).as(PeerRequest.Read::new);
  }

  private static Arbitrary<PeerRequest> merges() {
    Arbitrary<int[]> spreads =
        members().list().ofMaxSize(64).map(l -> l.stream().mapToInt(Integer::intValue).toArray());
    return Combinators.combine(epochs(), members(), bytes(), bytes(), spreads)
        .as(PeerRequest.Merge::new);
  }

  private static Arbitrary<PeerRequest> writes() {
    Arbitrary<WriteRequest> writes =
        Combinators.combine(
                texts(),
                bytes(),
                contexts(),
                Arbitraries.of(true, false),
                texts(),
                bytes(),
                levels().injectNull(0.2),
                members())
            .as(
                (keyspace, key, context, delete, type, value, level, timeoutMs) ->
                    new WriteRequest(
                        keyspace, key, context, delete, type, value, level, timeoutMs));
    return Combinators.combine(epochs(), writes).as(PeerRequest.Coordinate::new);
  }

  private static Arbitrary<PeerReply> replies() {
    Arbitrary<PeerReply> states = Combinators.combine(epochs(), bytes()).as(PeerReply.State::new);
    Arbitrary<PeerReply> acks = Combinators.combine(epochs(), members()).as(PeerReply.Acked::new);
    Arbitrary<WriteResult> results =
        Combinators.combine(contexts(), outcomes()).as(WriteResult::new);
    Arbitrary<PeerReply> wrote = Combinators.combine(epochs(), results).as(PeerReply.Wrote::new);
    Arbitrary<PeerReply> failed =
        Combinators.combine(epochs(), members(), failures()).as(PeerReply.Failed::new);
    return Arbitraries.oneOf(states, acks, wrote, failed);
  }

  static Arbitrary<RequestFailure> failures() {
    List<Function<String, RequestFailure>> plain =
        List.of(
            RequestFailure.UnknownKeyspace::new,
            RequestFailure.ImpossibleLevel::new,
            RequestFailure.ContextNotReached::new,
            RequestFailure.Overloaded::new,
            RequestFailure.StorageRefused::new,
            RequestFailure.TooManySiblings::new);
    Arbitrary<RequestFailure> simple =
        Combinators.combine(Arbitraries.of(plain), texts()).as(Function::apply);
    Arbitrary<RequestFailure> unavailable =
        Combinators.combine(texts(), counts(), counts(), replicas())
            .as(RequestFailure.Unavailable::new);
    Arbitrary<RequestFailure> shortfall =
        Combinators.combine(texts(), outcomes(), replicas())
            .as(RequestFailure.NotEnoughAnswers::new);
    Arbitrary<RequestFailure> unseen =
        Combinators.combine(texts(), replicas()).as(RequestFailure.ContextNotReached::new);
    return Arbitraries.oneOf(simple, unavailable, shortfall, unseen);
  }

  private static Arbitrary<List<ReplicaFailure>> replicas() {
    return Combinators.combine(texts(), texts()).as(ReplicaFailure::new).list().ofMaxSize(5);
  }

  private static Arbitrary<Outcome> outcomes() {
    return Combinators.combine(
            counts(), counts(), counts(), counts(), epochs(), Arbitraries.of(true, false))
        .as(Outcome::new);
  }

  private static Arbitrary<CausalContext> contexts() {
    Arbitrary<Long> anyLong = Arbitraries.longs().between(0, Long.MAX_VALUE);
    return Combinators.combine(Arbitraries.integers().between(0, 9), anyLong, anyLong)
        .as(
            (member, counter, timestamp) ->
                new CausalContext(VersionVector.of(new Actor(member, 1), counter), timestamp))
        .list()
        .ofMaxSize(4)
        .map(parts -> parts.stream().reduce(CausalContext.EMPTY, CausalContext::merge));
  }

  private static Arbitrary<ConsistencyLevel> levels() {
    Arbitrary<ConsistencyLevel> named =
        Arbitraries.of(ConsistencyLevel.Named.class).map(level -> level);
    Arbitrary<ConsistencyLevel> counts =
        Arbitraries.integers().between(1, LevelCode.MAX_COUNT).map(ConsistencyLevel.Count::new);
    return Arbitraries.oneOf(named, counts);
  }

  private static Arbitrary<Long> calls() {
    return Arbitraries.longs();
  }

  private static Arbitrary<Long> epochs() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  private static Arbitrary<Integer> members() {
    return Arbitraries.integers().greaterOrEqual(0);
  }

  private static Arbitrary<Integer> counts() {
    return Arbitraries.integers().between(0, 64);
  }

  private static Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().ascii().withChars("äß€").ofMaxLength(40);
  }
}
