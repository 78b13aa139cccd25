package io.atoll.storage.commit;

import java.util.function.Consumer;

/** Writes in order, linked through themselves so that a batch costs nothing per write. */
final class WriteList {
  private PendingWrite head;
  private PendingWrite tail;

  boolean isEmpty() {
    return head == null;
  }

  void add(PendingWrite write) {
    write.next = null;
    if (head == null) {
      head = write;
    } else {
      tail.next = write;
    }
    tail = write;
  }

  /** The writes so far, as a list of their own; this one is empty then. */
  WriteList take() {
    WriteList taken = new WriteList();
    taken.head = head;
    taken.tail = tail;
    head = null;
    tail = null;
    return taken;
  }

  /** Shows every write; a receiver's exception does not keep the others from theirs. */
  void forEach(Consumer<PendingWrite> receiver) {
    RuntimeException first = null;
    for (PendingWrite write = head; write != null; write = write.next) {
      try {
        receiver.accept(write);
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
