package io.atoll.resilience;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Predicate;

/**
 * The clients of a server, in the order in which they give way to newcomers when there is room for
 * no more: first strangers, who have not said yet what they want, the oldest first, then those that
 * have not been heard of for the longest time. Who only occupies a place, however often it is
 * taken, then keeps nobody out that wants something. Belongs to one thread.
 *
 * @param <C> a client; compared by identity or by value, as it likes
 */
public final class Crowd<C> {
  /** Of the longest silent, for some of them wait for an answer and must not go. */
  private static final int LOOKED_AT = 16;

  private final SequencedSet<C> strangers = new LinkedHashSet<>();
  private final SequencedMap<C, Boolean> known = new LinkedHashMap<>(16, 0.75f, true);

  /** A stranger has come. */
  public void arrived(C client) {
    strangers.add(client);
  }

  /** A client has said what it wants, for the first time or again; one that is gone is not back. */
  public void heard(C client) {
    if (known.get(client) == null && strangers.remove(client)) {
      known.put(client, true);
    }
  }

  /** Whether it was here until now. */
  public boolean left(C client) {
    return strangers.remove(client) || known.remove(client) != null;
  }

  /** How many there are. */
  public int size() {
    return strangers.size() + known.size();
  }

  /** All of them, strangers first. */
  public List<C> all() {
    List<C> all = new ArrayList<>(size());
    all.addAll(strangers);
    all.addAll(known.keySet());
    return all;
  }

  /** The strangers, the oldest first. */
  public List<C> strangers() {
    return List.copyOf(strangers);
  }

  /**
   * Who gives way to the next; null when nobody can.
   *
   * @param mayGo whether a client that is no stranger can be sent away now
   */
  public C first(Predicate<C> mayGo) {
    if (!strangers.isEmpty()) {
      return strangers.getFirst();
    }
    int looked = 0;
    for (C client : known.keySet()) {
      if (mayGo.test(client)) {
        return client;
      }
      if (++looked == LOOKED_AT) {
        break;
      }
    }
    return null;
  }
}
