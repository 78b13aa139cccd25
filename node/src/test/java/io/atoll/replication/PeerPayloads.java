package io.atoll.replication;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.VersionVector;
import io.atoll.env.ProtocolVersions;
import io.atoll.peer.PeerCodec;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.wire.LevelCode;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random payloads of the replication protocol, of every kind. */
final class PeerPayloads {
  private static final int VERSION = ProtocolVersions.SPOKEN.highest();

  private PeerPayloads() {}

  /** Something that travels, and its codec. */
  record Payload<T>(PeerCodec<T> codec, T value) {
    byte[] bytes() {
      ByteWriter out = new ByteWriter(16);
      codec.write(out, value, VERSION);
      return out.toBytes();
    }

    T read(byte[] bytes) {
      ByteReader in = new ByteReader(bytes);
      T read = codec.read(in, VERSION);
      in.finish();
      return read;
    }
  }

  static Arbitrary<Payload<?>> all() {
    return Arbitraries.oneOf(
        reads().map(read -> new Payload<>(ReplicationProtocol.READ.request(), read)),
        applies().map(apply -> new Payload<>(ReplicationProtocol.APPLY.request(), apply)),
        writes().map(write -> new Payload<>(ReplicationProtocol.COORDINATE.request(), write)),
        replies(bytes()).map(state -> new Payload<>(ReplicationProtocol.READ.reply(), state)),
        replies(Arbitraries.longs().between(0, Long.MAX_VALUE).map(Merged::of))
            .map(applied -> new Payload<>(ReplicationProtocol.APPLY.reply(), applied)),
        replies(results())
            .map(wrote -> new Payload<>(ReplicationProtocol.COORDINATE.reply(), wrote)));
  }

  private static Arbitrary<PeerRequest.Read> reads() {
    return Combinators.combine(epochs(), members(), bytes()).as(PeerRequest.Read::new);
  }

  private static Arbitrary<PeerRequest.Apply> applies() {
    Arbitrary<int[]> forwards =
        members().list().ofMaxSize(64).map(l -> l.stream().mapToInt(Integer::intValue).toArray());
    return Combinators.combine(epochs(), members(), bytes(), bytes(), forwards)
        .as(PeerRequest.Apply::new);
  }

  private static Arbitrary<PeerRequest.Coordinate> writes() {
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
    Arbitrary<Integer> ids =
        Arbitraries.integers().between(WriteRequest.ANY_KEYSPACE, Integer.MAX_VALUE - 1);
    return Combinators.combine(
            epochs(), Combinators.combine(writes, ids).as(PeerPayloads::withKeyspace))
        .as(PeerRequest.Coordinate::new);
  }

  static WriteRequest withKeyspace(WriteRequest write, int keyspaceId) {
    return new WriteRequest(
        write.keyspace(),
        keyspaceId,
        write.key(),
        write.context(),
        write.delete(),
        write.contentType(),
        write.value(),
        write.level(),
        write.timeoutMs());
  }

  private static <T> Arbitrary<PeerReply<T>> replies(Arbitrary<T> values) {
    Arbitrary<PeerReply<T>> done =
        Combinators.combine(epochs(), members(), values).as(PeerReply.Done::new);
    Arbitrary<PeerReply<T>> failed =
        Combinators.combine(epochs(), members(), failures()).as(PeerReply.Failed::new);
    return Arbitraries.oneOf(done, failed);
  }

  private static Arbitrary<WriteResult> results() {
    return Combinators.combine(contexts(), outcomes()).as(WriteResult::new);
  }

  static Arbitrary<RequestFailure> failures() {
    List<Function<String, RequestFailure>> plain =
        List.of(
            RequestFailure.UnknownKeyspace::new,
            RequestFailure.ImpossibleLevel::new,
            text -> new RequestFailure.ContextNotReached(text, List.of()),
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
