package io.atoll.peer;

import io.atoll.env.PeerLinks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The messages of one loop that leave in parts. On a link they take turns, a part each, and only
 * while little waits in its queue, so other frames pass between the parts.
 *
 * <p>A message whose link is not open yet waits here, not in the link: whether it may leave in
 * parts, and how long it is, depend on the version.
 */
final class PartOutlets {
  /** A link that is never full, such as a simulated one, must not keep its loop for itself. */
  private static final int PARTS_PER_RUN = 64;

  private final FrameWriter frames;
  private final PartMemory memory;
  private final PartSettings settings;

  /** In their order: links have no hash code of their own. */
  private final Map<PeerLinks.Link, ArrayDeque<Message>> links = new LinkedHashMap<>();

  private long lastNumber;

  /** A message on its way. */
  private static final class Message {
    private final PeerLinks.Frame made;
    private final Consumer<NotServed> refused;
    private final int countedBytes;
    private byte[] bytes;
    private long number;
    private int sent;

    Message(byte[] bytes, int countedBytes, PeerLinks.Frame made, Consumer<NotServed> refused) {
      this.bytes = bytes;
      this.countedBytes = countedBytes;
      this.made = made;
      this.refused = refused;
    }
  }

  PartOutlets(FrameWriter frames, PartMemory memory, PartSettings settings) {
    this.frames = frames;
    this.memory = memory;
    this.settings = settings;
  }

  /** Whether a message is one frame in any version. */
  boolean isWhole(byte[] message) {
    return message.length <= settings.wholeBytes();
  }

  /**
   * Sends a message that is not one frame in any version.
   *
   * @param version what the link speaks
   * @return null when it leaves, as far as the link lasts; otherwise why it does not
   */
  NotServed send(PeerLinks.Link link, int version, byte[] message) {
    NotServed why = refusal(link, version, message.length);
    if (why != null) {
      return why;
    }
    if (version < FrameHead.PARTS_VERSION) {
      return link.send(message) ? null : full(message.length);
    }
    if (!memory.take(message.length)) {
      return full(message.length);
    }
    add(link, new Message(message, message.length, null, null));
    run(link);
    return null;
  }

  /**
   * The same over a link that is opening and of which nobody knows the version yet.
   *
   * @param aboutBytes how long the message will be
   * @param refused told by a later {@link #run} or {@link #sweep} if it does not leave
   * @return null when it waits; otherwise why it does not leave
   */
  NotServed sendOnceOpen(
      PeerLinks.Link link, int aboutBytes, PeerLinks.Frame made, Consumer<NotServed> refused) {
    if (!memory.take(aboutBytes)) {
      return full(aboutBytes);
    }
    add(link, new Message(null, aboutBytes, made, refused));
    return null;
  }

  private void add(PeerLinks.Link link, Message message) {
    links.computeIfAbsent(link, ignored -> new ArrayDeque<>()).add(message);
  }

  private static NotServed refusal(PeerLinks.Link link, int version, int bytes) {
    return version >= FrameHead.PARTS_VERSION || bytes <= PeerLinks.MAX_FRAME_BYTES
        ? null
        : new NotServed(
            NotServed.Reason.TOO_LARGE,
            "a message of %d bytes does not leave for %s, which takes %d in version %d of the protocol"
                .formatted(bytes, link.peerId(), PeerLinks.MAX_FRAME_BYTES, version));
  }

  private NotServed full(int bytes) {
    return new NotServed(
        NotServed.Reason.TOO_LARGE,
        "a message of %d bytes does not leave: messages in parts take %d of %d bytes"
            .formatted(bytes, memory.heldBytes(), memory.maxBytes()));
  }

  /** Sends parts until the link is full or the run is over. */
  void run(PeerLinks.Link link) {
    ArrayDeque<Message> turns = links.get(link);
    int version = link.version();
    if (turns == null || version == 0) {
      return;
    }
    for (int run = 0;
        run < PARTS_PER_RUN && !turns.isEmpty() && link.queuedBytes() < settings.queueBytes();
        run++) {
      Message message = turns.poll();
      if (message.bytes == null && !make(link, version, message)) {
        continue;
      }
      if (!sendPart(link, version, message)) {
        turns.addFirst(message);
        return;
      }
      if (message.sent < message.bytes.length) {
        turns.add(message);
      } else {
        memory.give(message.countedBytes);
      }
    }
    if (turns.isEmpty()) {
      links.remove(link);
    }
  }

  /** Makes the bytes of a message that waited for the version; false when it may not leave. */
  private boolean make(PeerLinks.Link link, int version, Message message) {
    byte[] bytes = message.made.bytes(version);
    NotServed why = refusal(link, version, bytes.length);
    if (why != null) {
      memory.give(message.countedBytes);
      message.refused.accept(why);
      return false;
    }
    message.bytes = bytes;
    return true;
  }

  private boolean sendPart(PeerLinks.Link link, int version, Message message) {
    if (version < FrameHead.PARTS_VERSION) {
      message.sent = message.bytes.length;
      return link.send(message.bytes);
    }
    int length = Math.min(settings.partBytes(), message.bytes.length - message.sent);
    byte[] frame;
    if (message.sent == 0) {
      message.number = ++lastNumber;
      frame = frames.firstPart(message.number, message.bytes, length);
    } else {
      frame = frames.part(message.number, message.bytes, message.sent, length);
    }
    if (!link.send(frame)) {
      return false;
    }
    message.sent += length;
    return true;
  }

  /** Goes on with what could not be sent. */
  void sweep() {
    List.copyOf(links.keySet()).forEach(this::run);
  }

  void broken(PeerLinks.Link link) {
    ArrayDeque<Message> gone = links.remove(link);
    if (gone != null) {
      gone.forEach(message -> memory.give(message.countedBytes));
    }
  }

  /** Messages on their way. */
  int size() {
    int size = 0;
    for (ArrayDeque<Message> turns : new ArrayList<>(links.values())) {
      size += turns.size();
    }
    return size;
  }
}
