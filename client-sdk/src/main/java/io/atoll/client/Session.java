package io.atoll.client;

import io.atoll.client.failure.SessionFull;
import io.atoll.wire.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one user of an application has seen, key by key, so that none of its requests goes back to
 * less than that, whichever node or datacenter answers: {@code users.in(session).get("ada")}.
 * Thread-safe; requests of one session may run at the same time.
 *
 * <p><b>What is guaranteed</b>, for each key on its own, between a request that was fulfilled and
 * one that began later:
 *
 * <ul>
 *   <li>a read sees every write of the session before it (read your writes), and all that reads of
 *       the session have seen (monotonic reads), or something newer; otherwise it fails with {@link
 *       io.atoll.client.failure.ContextNotReached};
 *   <li>a put or delete replaces all that the session has seen of the key, its own writes included
 *       (writes follow reads): inside a session no put is blind. What others wrote and the session
 *       has not seen stays beside it, as a sibling; so may a write of the session that no read has
 *       followed yet, when the next write goes to a node that does not have it.
 * </ul>
 *
 * <p><b>A write in doubt</b> ({@code mayHaveTakenEffect}) is not remembered, because its context is
 * not known. A read of the session may show it or not; once one does, so do all later ones. A write
 * before such a read does not replace it: if it did take effect, the two are siblings, the next
 * read shows both, and the write after that replaces them.
 *
 * <p><b>How.</b> The session keeps for each key contexts of which none is known to include another;
 * usually one, more while several requests are in flight. A request carries all of them; its answer
 * has seen them all and takes the place of those that it carried, and only of those. A write that
 * is made from a read, by an update or a resolver, carries the context of that read alone: what the
 * session has seen meanwhile is not in the value and must not be replaced by it.
 *
 * <p><b>A keyspace that was dropped and made again</b> is another one, although it has the name.
 * What the session has seen of a key means nothing there, and requests on it fail with {@link
 * io.atoll.client.failure.InvalidRequest} until the session is told to {@link #forget} the key.
 *
 * <p><b>Bounds.</b> A new key beyond the bound, or a request beyond what can be remembered of one
 * key ({@value Protocol#MAX_CONTEXTS} contexts and requests in flight), fails with {@link
 * SessionFull}; nothing is ever forgotten silently. Keys without contexts take no space.
 */
public final class Session {
  /** Keys that a session remembers by default. */
  public static final int DEFAULT_MAX_KEYS = 65_536;

  private final int maxKeys;
  private final Map<SessionKey, Memory> memories = new LinkedHashMap<>();

  private Session(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  /** A session that has seen nothing. */
  public static Session start() {
    return start(DEFAULT_MAX_KEYS);
  }

  /**
   * A session with a bound of its own.
   *
   * @param maxKeys 1 or more
   */
  public static Session start(int maxKeys) {
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys is " + maxKeys + "; it must be 1 or more");
    }
    return new Session(maxKeys);
  }

  /**
   * A session that has seen what another had when it was turned into bytes: it goes on elsewhere,
   * in another process or service. Both may go on; neither then knows what the other sees.
   *
   * @param bytes of {@link #toBytes}; they are checked for damage, not for honesty
   * @throws IllegalArgumentException for any other bytes, saying what is wrong
   */
  public static Session restore(byte[] bytes) {
    return restore(bytes, DEFAULT_MAX_KEYS);
  }

  /**
   * Like {@link #restore(byte[])}, with a bound of its own.
   *
   * @param maxKeys as many as the bytes hold, or more
   */
  public static Session restore(byte[] bytes, int maxKeys) {
    Session session = start(maxKeys);
    SessionFormat.decode(bytes, maxKeys)
        .forEach((key, contexts) -> session.memories.put(key, new Memory(contexts)));
    return session;
  }

  /** What it has seen so far, as FORMAT.md beside this class says. */
  public byte[] toBytes() {
    Map<SessionKey, List<byte[]>> seen = new LinkedHashMap<>();
    synchronized (memories) {
      memories.forEach(
          (key, memory) -> {
            if (!memory.contexts.isEmpty()) {
              seen.put(key, List.copyOf(memory.contexts));
            }
          });
    }
    return SessionFormat.encode(seen);
  }

  /**
   * Makes room: forgets what was seen of a key. Requests under way still remember what they see.
   *
   * @param keyspace only its name and key codec matter
   */
  public <K> void forget(Keyspace<K, ?> keyspace, K key) {
    SessionKey forgotten = new SessionKey(keyspace.name(), keyspace.keyBytes(key));
    synchronized (memories) {
      Memory memory = memories.get(forgotten);
      if (memory != null) {
        memory.contexts.clear();
        drop(forgotten, memory);
      }
    }
  }

  /** How many keys it remembers. */
  public int keys() {
    synchronized (memories) {
      return memories.size();
    }
  }

  /**
   * A request begins that carries all that is remembered.
   *
   * @throws SessionFull when what it sees could not be remembered
   */
  Visit begin(String keyspace, byte[] key) {
    return begin(keyspace, key, null);
  }

  /**
   * A request begins that carries some contexts and nothing else of what is remembered.
   *
   * @throws SessionFull when what it sees could not be remembered
   */
  Visit beginWith(String keyspace, byte[] key, List<byte[]> contexts) {
    return begin(keyspace, key, List.copyOf(contexts));
  }

  private Visit begin(String keyspace, byte[] key, List<byte[]> carried) {
    SessionKey visited = new SessionKey(keyspace, key);
    synchronized (memories) {
      Memory memory = memories.get(visited);
      if (memory == null) {
        if (memories.size() >= maxKeys) {
          throw new SessionFull(
              "the session remembers %d keys, as many as it may; forget some, or start another"
                  .formatted(maxKeys));
        }
        memory = new Memory(List.of());
        memories.put(visited, memory);
      } else if (memory.contexts.size() + memory.underWay >= Protocol.MAX_CONTEXTS) {
        throw new SessionFull(
            "the session has %d requests under way on one key of keyspace '%s' and remembers %d contexts of it; must be at most %d together"
                .formatted(
                    memory.underWay, keyspace, memory.contexts.size(), Protocol.MAX_CONTEXTS));
      }
      memory.underWay++;
      return new Visit(visited, memory, carried == null ? List.copyOf(memory.contexts) : carried);
    }
  }

  private void drop(SessionKey key, Memory memory) {
    if (memory.contexts.isEmpty() && memory.underWay == 0) {
      memories.remove(key);
    }
  }

  /** What is remembered of one key. Guarded by the map it is in. */
  private static final class Memory {
    final List<byte[]> contexts;
    int underWay;

    Memory(List<byte[]> contexts) {
      this.contexts = new ArrayList<>(contexts);
    }

    void replace(List<byte[]> sent, byte[] answered) {
      contexts.removeIf(held -> Arrays.equals(held, answered) || isAmong(sent, held));
      contexts.add(answered);
    }

    private static boolean isAmong(List<byte[]> contexts, byte[] context) {
      for (byte[] each : contexts) {
        if (Arrays.equals(each, context)) {
          return true;
        }
      }
      return false;
    }
  }

  /** One request of the session. */
  final class Visit {
    private final SessionKey key;
    private final Memory memory;
    private final List<byte[]> sent;

    private Visit(SessionKey key, Memory memory, List<byte[]> sent) {
      this.key = key;
      this.memory = memory;
      this.sent = sent;
    }

    /** What the request must carry. */
    List<byte[]> contexts() {
      return sent;
    }

    /**
     * The request ended.
     *
     * @param answered what it has seen, all that it carried included; null when it failed
     */
    void ended(byte[] answered) {
      synchronized (memories) {
        memory.underWay--;
        if (answered != null && answered.length > 0) {
          memory.replace(sent, answered);
        }
        drop(key, memory);
      }
    }
  }
}
