package io.atoll.membership;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.ProtocolVersions;

/**
 * Decodes the bytes of {@code FORMAT.md} into a {@link Message}, strictly: anything that the writer
 * cannot have written is refused, trailing bytes included. Allocates nothing, reads nothing beyond
 * the given length, and trusts no count.
 */
final class DatagramReader {
  static final int STATUS_BITS = 0b11;
  static final int REPORTED_BIT = 0b100;
  static final int ACCUSERS_SHIFT = 4;

  private static final MessageKind[] KINDS = MessageKind.values();

  private final ProtocolVersions spoken;
  private final ByteReader in = new ByteReader(new byte[0]);
  private int version;

  /**
   * @param spoken the versions that are read
   */
  DatagramReader(ProtocolVersions spoken) {
    this.spoken = spoken;
  }

  /** Whether a datagram that is not empty is of a version that is read. */
  boolean speaks(byte[] datagram) {
    return spoken.contains(datagram[0] & 0xFF);
  }

  /**
   * Decodes {@code datagram[0, length)}, the seal left out.
   *
   * @throws MalformedBytesException leaving the message with undefined content
   */
  void read(byte[] datagram, int length, Message message) {
    in.over(datagram, 0, length);
    readHeader(message);
    message.lineCount = 0;
    message.wantCount = 0;
    switch (message.kind) {
      case PING, ACK, NACK -> message.nonce = in.readInt("nonce");
      case PING_REQUEST -> {
        message.nonce = in.readInt("nonce");
        message.target = in.readLong();
      }
      case DIGEST -> readLines(message);
      case DELTA -> readWants(message);
      case UPDATES -> {}
    }
    readUpdates(message);
    in.finish();
  }

  private void readHeader(Message message) {
    version = in.readByte();
    if (!spoken.contains(version)) {
      throw new MalformedBytesException("a version that is not spoken here");
    }
    int lowest = in.readByte();
    int highest = in.readByte();
    if (!ProtocolVersions.valid(lowest, highest)) {
      throw new MalformedBytesException("a range of versions that is empty");
    }
    int kind = in.readByte();
    if (kind >= KINDS.length) {
      throw new MalformedBytesException("unknown kind");
    }
    message.kind = KINDS[kind];
    message.sender = in.readLong();
    message.recipient = in.readLong();
    message.sequence = readNumber();
    Update self = message.self;
    self.subject = message.sender;
    self.generation = readGeneration();
    self.incarnation = readStanding();
    self.status = Status.ALIVE;
    self.accuserCount = 0;
    readReport(self);
    self.lowestVersion = lowest;
    self.highestVersion = highest;
  }

  private void readLines(Message message) {
    int count = readCount();
    for (int i = 0; i < count; i++) {
      Update line = message.lines[i];
      line.subject = in.readLong();
      int status = in.readByte();
      if (status > STATUS_BITS) {
        throw new MalformedBytesException("unknown status");
      }
      line.status = Status.of(status);
      line.generation = readStanding();
      line.incarnation = readStanding();
      line.heartbeat = readNumber();
      line.reported = false;
      line.accuserCount = 0;
    }
    message.lineCount = count;
  }

  private void readWants(Message message) {
    int count = readCount();
    for (int i = 0; i < count; i++) {
      message.wants[i] = in.readLong();
    }
    message.wantCount = count;
  }

  private void readUpdates(Message message) {
    int count = readCount();
    for (int i = 0; i < count; i++) {
      readUpdate(message.updates[i]);
    }
    message.updateCount = count;
  }

  private void readUpdate(Update update) {
    update.subject = in.readLong();
    int flags = in.readByte();
    int accusers = flags >>> ACCUSERS_SHIFT;
    if ((flags & 0b1000) != 0 || accusers > Update.MAX_ACCUSERS) {
      throw new MalformedBytesException("unknown flags");
    }
    update.status = Status.of(flags & STATUS_BITS);
    update.generation = readStanding();
    update.incarnation = readStanding();
    update.lowestVersion = 0;
    update.highestVersion = 0;
    if ((flags & REPORTED_BIT) != 0) {
      readReport(update);
      if (version >= DatagramWriter.VERSIONS_IN_UPDATES) {
        readVersions(update);
      }
    } else {
      update.reported = false;
      update.heartbeat = 0;
    }
    for (int i = 0; i < accusers; i++) {
      update.accusers[i] = in.readLong();
    }
    update.accuserCount = accusers;
  }

  private void readReport(Update update) {
    update.reported = true;
    update.heartbeat = readNumber();
    update.epoch = readNumber();
    update.keys = readNumber();
    update.bytes = readNumber();
    update.conditionSaid = version >= DatagramWriter.CONDITION_IN_REPORTS;
    int condition = update.conditionSaid ? in.readByte() : 0;
    if (condition > DatagramWriter.REFUSES_WRITES) {
      throw new MalformedBytesException("an unknown condition");
    }
    update.refusesWrites = condition == DatagramWriter.REFUSES_WRITES;
  }

  private void readVersions(Update update) {
    update.lowestVersion = in.readByte();
    update.highestVersion = in.readByte();
    boolean unknown = update.lowestVersion == 0 && update.highestVersion == 0;
    if (!unknown && !ProtocolVersions.valid(update.lowestVersion, update.highestVersion)) {
      throw new MalformedBytesException("a range of versions that is empty");
    }
  }

  private long readGeneration() {
    long generation = readStanding();
    if (generation == 0) {
      throw new MalformedBytesException("a sender without a generation");
    }
    return generation;
  }

  private int readCount() {
    int count = in.readByte();
    if (count > Message.MAX_ITEMS) {
      throw new MalformedBytesException("more items than fit");
    }
    return count;
  }

  private long readStanding() {
    return in.readVarint(0, DatagramWriter.MAX_STANDING, "a generation or incarnation");
  }

  private long readNumber() {
    return in.readVarint(0, DatagramWriter.MAX_NUMBER, "a number");
  }
}
