package dev.imas.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Several senders posting as fast as they are answered, each alert three times, until one gets no
 * answer. Remembers what was acknowledged.
 */
final class Storm {

  /** Alert names, and so incidents. */
  static final int NAMES = 12;

  private static final int SENDERS = 8;

  private final ImasProcess imas;
  private final List<Thread> senders = new ArrayList<>();
  private final Map<String, AtomicInteger> acknowledged = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();

  private Storm(ImasProcess imas) {
    this.imas = imas;
  }

  static Storm start(ImasProcess imas) {
    Storm storm = new Storm(imas);
    for (int i = 0; i < SENDERS; i++) {
      int number = i;
      storm.senders.add(Thread.ofVirtual().start(() -> storm.post(number)));
    }
    return storm;
  }

  /** Until every sender has met a closed door. */
  void join() throws InterruptedException {
    for (Thread sender : senders) {
      sender.join();
    }
  }

  /** How often each alert, by its label instance, was answered 2xx. */
  Map<String, AtomicInteger> acknowledged() {
    return acknowledged;
  }

  long acknowledgedPosts() {
    return acknowledged.values().stream().mapToLong(AtomicInteger::get).sum();
  }

  long sent() {
    return sent.get();
  }

  /** Answers by status. */
  Map<Integer, AtomicInteger> statuses() {
    return statuses;
  }

  private void post(int sender) {
    for (int i = 0; ; i++) {
      String instance = sender + "-" + i / 3;
      String body =
          """
          {"version":"4","alerts":[{"status":"firing","labels":{"alertname":"Storm%d","severity":"critical","instance":"%s"},
          "annotations":{"value":"%d"},"startsAt":"2026-11-20T08:00:00Z"}]}\
          """
              .formatted((i / 3) % NAMES, instance, i);
      sent.incrementAndGet();
      int status = imas.post("/api/v1/webhooks/alertmanager/", body);
      if (status == ImasProcess.NO_ANSWER) {
        return;
      }
      statuses.computeIfAbsent(status, key -> new AtomicInteger()).incrementAndGet();
      if (status / 100 == 2) {
        acknowledged.computeIfAbsent(instance, key -> new AtomicInteger()).incrementAndGet();
      }
    }
  }
}
