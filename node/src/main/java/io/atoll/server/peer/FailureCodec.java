package io.atoll.server.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.replication.RequestFailure;

/**
 * The bytes of a {@link RequestFailure}, so that a client hears the reason from whichever node it
 * asked.
 */
final class FailureCodec {
  private static final int UNKNOWN_KEYSPACE = 1;
  private static final int IMPOSSIBLE_LEVEL = 2;
  private static final int UNAVAILABLE = 3;
  private static final int NOT_ENOUGH_ANSWERS = 4;
  private static final int CONTEXT_NOT_REACHED = 5;
  private static final int OVERLOADED = 6;
  private static final int STORAGE_REFUSED = 7;
  private static final int TOO_MANY_SIBLINGS = 8;
  private static final int MAX_REPLICAS = 64;

  private FailureCodec() {}

  static void write(ByteWriter out, RequestFailure failure) {
    String message = String.valueOf(failure.getMessage());
    switch (failure) {
      case RequestFailure.UnknownKeyspace f -> out.writeByte(UNKNOWN_KEYSPACE).writeString(message);
      case RequestFailure.ImpossibleLevel f -> out.writeByte(IMPOSSIBLE_LEVEL).writeString(message);
      case RequestFailure.Unavailable f ->
          out.writeByte(UNAVAILABLE)
              .writeString(message)
              .writeVarint(f.alive())
              .writeVarint(f.required());
      case RequestFailure.NotEnoughAnswers f -> {
        out.writeByte(NOT_ENOUGH_ANSWERS).writeString(message);
        PeerFrameCodec.writeOutcome(out, f.outcome());
      }
      case RequestFailure.ContextNotReached f ->
          out.writeByte(CONTEXT_NOT_REACHED).writeString(message);
      case RequestFailure.Overloaded f -> out.writeByte(OVERLOADED).writeString(message);
      case RequestFailure.StorageRefused f -> out.writeByte(STORAGE_REFUSED).writeString(message);
      case RequestFailure.TooManySiblings f ->
          out.writeByte(TOO_MANY_SIBLINGS).writeString(message);
    }
  }

  static RequestFailure read(ByteReader in) {
    int kind = in.readByte();
    String message = in.readString();
    return switch (kind) {
      case UNKNOWN_KEYSPACE -> new RequestFailure.UnknownKeyspace(message);
      case IMPOSSIBLE_LEVEL -> new RequestFailure.ImpossibleLevel(message);
      case UNAVAILABLE ->
          new RequestFailure.Unavailable(
              message, in.readVarint(MAX_REPLICAS), in.readVarint(MAX_REPLICAS));
      case NOT_ENOUGH_ANSWERS ->
          new RequestFailure.NotEnoughAnswers(message, PeerFrameCodec.readOutcome(in));
      case CONTEXT_NOT_REACHED -> new RequestFailure.ContextNotReached(message);
      case OVERLOADED -> new RequestFailure.Overloaded(message);
      case STORAGE_REFUSED -> new RequestFailure.StorageRefused(message);
      case TOO_MANY_SIBLINGS -> new RequestFailure.TooManySiblings(message);
      default -> throw new MalformedBytesException("there is no failure of kind " + kind);
    };
  }
}
