package io.atoll.causal;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.bytes.SipHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Seals the contexts that leave for clients and opens those that come back. A sealed context is the
 * encoded context and a keyed tag over keyspace, key and context; every node of a cluster has the
 * same key, and no client has it. So what is opened was answered by this cluster, for this key of
 * this keyspace, and is what it was.
 *
 * <p>Why it must be: a context says what its sender has read, and a write removes what it says. One
 * that belongs to another key, or to a keyspace of that name before it was dropped, names by chance
 * the events of values that its sender never saw, since every key counts its events from 1. And one
 * that nobody answered could name any actor and any counter, which the key then keeps for ever.
 *
 * <p>Contexts are sealed and opened at the doors for clients and nowhere else; nodes pass them to
 * each other as they are. Immutable, safe to share.
 */
public final class ContextSeal {
  /** What a seal adds to an encoded context. */
  public static final int TAG_BYTES = Long.BYTES;

  /** The longest sealed context. */
  public static final int MAX_SEALED_BYTES = CausalContext.MAX_ANSWERED_BYTES + TAG_BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final SipHash hash;

  /**
   * @param key {@link SipHash#KEY_BYTES} bytes, the same on every node of the cluster
   */
  public ContextSeal(byte[] key) {
    this.hash = new SipHash(key);
  }

  /**
   * The bytes that a client carries.
   *
   * @param keyspaceId of the keyspace that the context was answered for; a keyspace that is dropped
   *     and made again has another
   * @param key likewise
   * @param context within {@link CausalContext#MAX_ANSWERED_BYTES}, as those of {@link Siblings}
   *     are; of a longer one some events are left out
   */
  public byte[] seal(int keyspaceId, byte[] key, CausalContext context) {
    CausalContext bounded = context.bounded(actor -> false);
    byte[] bytes = ContextFormat.encode(bounded, TAG_BYTES);
    int size = bytes.length - TAG_BYTES;
    LONG.set(bytes, size, tag(keyspaceId, key, bytes, size));
    return bytes;
  }

  /**
   * The context that a client has brought back.
   *
   * @throws MalformedContextException when it was not answered for this key, or is not what was
   *     answered
   */
  public CausalContext open(int keyspaceId, byte[] key, byte[] sealed) {
    if (sealed.length > MAX_SEALED_BYTES) {
      throw new MalformedContextException(
          "the context has %d bytes: must be at most %d; pass on exactly what a read or write answered"
              .formatted(sealed.length, MAX_SEALED_BYTES));
    }
    int size = sealed.length - TAG_BYTES;
    if (size < 1 || (long) LONG.get(sealed, size) != tag(keyspaceId, key, sealed, size)) {
      throw new MalformedContextException(
          "the context was made for another key, for a keyspace of that name before it was made"
              + " again, or by another cluster, or it is damaged: read the key again, which gives a"
              + " good one");
    }
    return unsealed(sealed);
  }

  /**
   * What a sealed context says, whoever made it: for those who look at what a cluster answered.
   *
   * @throws MalformedContextException when it says nothing
   */
  public static CausalContext unsealed(byte[] sealed) {
    try {
      return ContextFormat.decode(sealed, 0, Math.max(0, sealed.length - TAG_BYTES));
    } catch (MalformedBytesException e) {
      throw new MalformedContextException("the context cannot be read (" + e.getMessage() + ")");
    }
  }

  private long tag(int keyspaceId, byte[] key, byte[] bytes, int size) {
    return hash.of((long) keyspaceId << Integer.SIZE | key.length, key, bytes, 0, size);
  }
}
