package io.atoll.replication;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.wire.FailureCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a {@link RequestFailure}, so that a client hears the reason from whichever node it
 * asked.
 */
final class FailureCodec {
  private static final int MAX_REPLICAS = 64;

  private FailureCodec() {}

  static void write(ByteWriter out, RequestFailure failure) {
    out.writeByte(failure.code().code()).writeString(String.valueOf(failure.getMessage()));
    out.writeVarint(failure.replicas().size());
    for (ReplicaFailure replica : failure.replicas()) {
      out.writeString(replica.node()).writeString(replica.reason());
    }
    switch (failure) {
      case RequestFailure.Unavailable f -> out.writeVarint(f.alive()).writeVarint(f.required());
      case RequestFailure.NotEnoughAnswers f -> WriteResultCodec.writeOutcome(out, f.outcome());
      case RequestFailure.UnknownKeyspace _,
          RequestFailure.ImpossibleLevel _,
          RequestFailure.ContextNotReached _,
          RequestFailure.Overloaded _,
          RequestFailure.StorageRefused _,
          RequestFailure.TooManySiblings _ -> {}
    }
  }

  static RequestFailure read(ByteReader in) {
    FailureCode code = FailureCode.of(in.readByte());
    String message = in.readString();
    List<ReplicaFailure> replicas = readReplicas(in);
    RequestFailure failure = read(code, message, replicas, in);
    if (failure.replicas().size() < replicas.size()) {
      throw new MalformedBytesException("no replicas have a part in the failure " + code);
    }
    return failure;
  }

  private static RequestFailure read(
      FailureCode code, String message, List<ReplicaFailure> replicas, ByteReader in) {
    return switch (code) {
      case UNKNOWN_KEYSPACE -> new RequestFailure.UnknownKeyspace(message);
      case IMPOSSIBLE_LEVEL -> new RequestFailure.ImpossibleLevel(message);
      case UNAVAILABLE ->
          new RequestFailure.Unavailable(
              message, in.readVarint(MAX_REPLICAS), in.readVarint(MAX_REPLICAS), replicas);
      case NOT_ENOUGH_ANSWERS ->
          new RequestFailure.NotEnoughAnswers(message, WriteResultCodec.readOutcome(in), replicas);
      case CONTEXT_NOT_REACHED -> new RequestFailure.ContextNotReached(message, replicas);
      case OVERLOADED -> new RequestFailure.Overloaded(message);
      case STORAGE_REFUSED -> new RequestFailure.StorageRefused(message);
      case TOO_MANY_SIBLINGS -> new RequestFailure.TooManySiblings(message);
      case INVALID_REQUEST, NOT_IMPLEMENTED, DEFECT ->
          throw new MalformedBytesException("no replica fails with " + code);
    };
  }

  private static List<ReplicaFailure> readReplicas(ByteReader in) {
    int count = in.readVarint(MAX_REPLICAS);
    List<ReplicaFailure> replicas = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replicas.add(new ReplicaFailure(in.readString(), in.readString()));
    }
    return replicas;
  }
}
