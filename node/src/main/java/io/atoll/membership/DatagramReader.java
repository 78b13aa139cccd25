package io.atoll.membership;

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
  private byte[] bytes = {};
  private int position;
  private int limit;
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
   * @throws MalformedDatagramException leaving the message with undefined content
   */
  void read(byte[] datagram, int length, Message message) throws MalformedDatagramException {
    bytes = datagram;
    position = 0;
    limit = length;
    readHeader(message);
    message.lineCount = 0;
    message.wantCount = 0;
    switch (message.kind) {
      case PING, ACK, NACK -> message.nonce = readInt();
      case PING_REQUEST -> {
        message.nonce = readInt();
        message.target = readLong();
      }
      case DIGEST -> readLines(message);
      case DELTA -> readWants(message);
      case UPDATES -> {}
    }
    readUpdates(message);
    if (position != limit) {
      throw new MalformedDatagramException("bytes after the end");
    }
  }

  private void readHeader(Message message) throws MalformedDatagramException {
    version = readByte();
    if (!spoken.contains(version)) {
      throw new MalformedDatagramException("a version that is not spoken here");
    }
    int lowest = readByte();
    int highest = readByte();
    if (!ProtocolVersions.valid(lowest, highest)) {
      throw new MalformedDatagramException("a range of versions that is none");
    }
    int kind = readByte();
    if (kind >= KINDS.length) {
      throw new MalformedDatagramException("unknown kind");
    }
    message.kind = KINDS[kind];
    message.sender = readLong();
    message.recipient = readLong();
    message.sequence = readNumber();
    Update self = message.self;
    self.subject = message.sender;
    self.generation = readGeneration();
    self.incarnation = readNumber();
    self.status = Status.ALIVE;
    self.accuserCount = 0;
    readReport(self);
    self.lowestVersion = lowest;
    self.highestVersion = highest;
  }

  private void readLines(Message message) throws MalformedDatagramException {
    int count = readCount();
    for (int i = 0; i < count; i++) {
      Update line = message.lines[i];
      line.subject = readLong();
      int status = readByte();
      if (status > STATUS_BITS) {
        throw new MalformedDatagramException("unknown status");
      }
      line.status = Status.of(status);
      line.generation = readNumber();
      line.incarnation = readNumber();
      line.heartbeat = readNumber();
      line.reported = false;
      line.accuserCount = 0;
    }
    message.lineCount = count;
  }

  private void readWants(Message message) throws MalformedDatagramException {
    int count = readCount();
    for (int i = 0; i < count; i++) {
      message.wants[i] = readLong();
    }
    message.wantCount = count;
  }

  private void readUpdates(Message message) throws MalformedDatagramException {
    int count = readCount();
    for (int i = 0; i < count; i++) {
      readUpdate(message.updates[i]);
    }
    message.updateCount = count;
  }

  private void readUpdate(Update update) throws MalformedDatagramException {
    update.subject = readLong();
    int flags = readByte();
    int accusers = flags >>> ACCUSERS_SHIFT;
    if ((flags & 0b1000) != 0 || accusers > Update.MAX_ACCUSERS) {
      throw new MalformedDatagramException("unknown flags");
    }
    update.status = Status.of(flags & STATUS_BITS);
    update.generation = readNumber();
    update.incarnation = readNumber();
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
      update.accusers[i] = readLong();
    }
    update.accuserCount = accusers;
  }

  private void readReport(Update update) throws MalformedDatagramException {
    update.reported = true;
    update.heartbeat = readNumber();
    update.epoch = readNumber();
    update.keys = readNumber();
    update.bytes = readNumber();
  }

  private void readVersions(Update update) throws MalformedDatagramException {
    update.lowestVersion = readByte();
    update.highestVersion = readByte();
    boolean unknown = update.lowestVersion == 0 && update.highestVersion == 0;
    if (!unknown && !ProtocolVersions.valid(update.lowestVersion, update.highestVersion)) {
      throw new MalformedDatagramException("a range of versions that is none");
    }
  }

  private long readGeneration() throws MalformedDatagramException {
    long generation = readNumber();
    if (generation == 0) {
      throw new MalformedDatagramException("a sender without a generation");
    }
    return generation;
  }

  private int readCount() throws MalformedDatagramException {
    int count = readByte();
    if (count > Message.MAX_ITEMS) {
      throw new MalformedDatagramException("more items than fit");
    }
    return count;
  }

  private int readByte() throws MalformedDatagramException {
    require(1);
    return bytes[position++] & 0xFF;
  }

  private int readInt() throws MalformedDatagramException {
    require(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | (bytes[position++] & 0xFF);
    }
    return value;
  }

  private long readLong() throws MalformedDatagramException {
    require(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[position++] & 0xFF);
    }
    return value;
  }

  private long readNumber() throws MalformedDatagramException {
    long value = 0;
    for (int i = 0; i < DatagramWriter.MAX_NUMBER_BYTES; i++) {
      int next = readByte();
      value |= (next & 0x7FL) << (7 * i);
      if (next < 0x80) {
        if (value > DatagramWriter.MAX_NUMBER || (next == 0 && i > 0)) {
          throw new MalformedDatagramException("a number out of range or not in shortest form");
        }
        return value;
      }
    }
    throw new MalformedDatagramException("a number without an end");
  }

  private void require(int count) throws MalformedDatagramException {
    if (limit - position < count) {
      throw new MalformedDatagramException("it ends too early");
    }
  }
}
