package io.atoll.peer;

import io.atoll.env.Clock;
import io.atoll.env.PeerLinks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of one loop that come in parts and are not whole yet. What a message announces to be
 * long is counted at once and allocated only when all of it is there. Parts of a message that was
 * given up, or could not be taken, are dropped as they come.
 */
final class PartIntakes {
  private final PartMemory memory;
  private final Clock clock;
  private final PartSettings settings;

  /** In their order: links have no hash code of their own. */
  private final Map<PeerLinks.Link, Map<Long, Message>> links = new LinkedHashMap<>();

  /** A message of which some parts are here, in the frames that they came in. */
  private static final class Message {
    private final int totalBytes;
    private final List<byte[]> frames = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private int bytes;
    private long lastNanos;

    Message(int totalBytes) {
      this.totalBytes = totalBytes;
    }

    void add(byte[] frame, int offset, long nowNanos) {
      int length = frame.length - offset;
      if (length == 0 || length > totalBytes - bytes) {
        throw new MalformedFrameException(
            "a part of %d bytes came where %d were left".formatted(length, totalBytes - bytes));
      }
      frames.add(frame);
      offsets.add(offset);
      bytes += length;
      lastNanos = nowNanos;
    }

    byte[] join() {
      byte[] whole = new byte[totalBytes];
      int at = 0;
      for (int i = 0; i < frames.size(); i++) {
        byte[] frame = frames.set(i, null);
        int length = frame.length - offsets.get(i);
        System.arraycopy(frame, offsets.get(i), whole, at, length);
        at += length;
      }
      return whole;
    }
  }

  PartIntakes(PartMemory memory, Clock clock, PartSettings settings) {
    this.memory = memory;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * The first part of a message came.
   *
   * @param frame kept, and read from the offset on
   * @return false when there is no memory for the message
   */
  boolean began(PeerLinks.Link link, long number, int totalBytes, byte[] frame, int offset) {
    Map<Long, Message> onLink = links.computeIfAbsent(link, ignored -> new HashMap<>());
    if (onLink.containsKey(number)) {
      throw new MalformedFrameException("message %d began before".formatted(number));
    }
    Message message = new Message(totalBytes);
    message.add(frame, offset, clock.nanos());
    if (message.bytes == totalBytes) {
      throw new MalformedFrameException("message %d has one part".formatted(number));
    }
    if (!memory.take(totalBytes)) {
      return false;
    }
    onLink.put(number, message);
    return true;
  }

  /**
   * Another part came.
   *
   * @return the message once it is whole, and no longer counted; null before
   */
  byte[] went(PeerLinks.Link link, long number, byte[] frame, int offset) {
    Map<Long, Message> onLink = links.getOrDefault(link, Map.of());
    Message message = onLink.get(number);
    if (message == null) {
      return null;
    }
    message.add(frame, offset, clock.nanos());
    if (message.bytes < message.totalBytes) {
      return null;
    }
    onLink.remove(number);
    byte[] whole = message.join();
    memory.give(message.totalBytes);
    return whole;
  }

  /** Gives up what is idle. */
  void sweep() {
    long now = clock.nanos();
    for (Map<Long, Message> onLink : links.values()) {
      Iterator<Message> messages = onLink.values().iterator();
      while (messages.hasNext()) {
        Message message = messages.next();
        if (now - message.lastNanos >= settings.idleMs() * 1_000_000) {
          messages.remove();
          memory.give(message.totalBytes);
        }
      }
    }
  }

  void broken(PeerLinks.Link link) {
    Map<Long, Message> onLink = links.remove(link);
    if (onLink != null) {
      onLink.values().forEach(message -> memory.give(message.totalBytes));
    }
  }
}
