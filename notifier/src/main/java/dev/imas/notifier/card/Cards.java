package dev.imas.notifier.card;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.notifier.channel.Card;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** The cards, for those who send deliveries. */
public final class Cards {

  private final Transactions transactions;
  private final Duration lease;
  private final CardRepository cards = new CardRepository();

  /**
   * @param lease for which a card is one sender's alone; longer than an attempt may take
   */
  public Cards(Transactions transactions, Duration lease) {
    this.transactions = transactions;
    this.lease = lease;
  }

  /** The card at that address, beside which a page is posted. */
  public Future<Optional<Card>> find(CardKey key, String address) {
    return transactions.run(key.tenant(), tx -> cards.find(tx, key, address));
  }

  /** Takes the card to show the state of that number on it. */
  public Future<CardFinding> begin(CardKey key, String address, int seq) {
    return transactions.run(key.tenant(), tx -> cards.begin(tx, key, address, seq, lease));
  }

  /** Stores what an attempt means for the card, in the transaction that stores the attempt. */
  public Future<Void> store(Tx tx, CardKey key, CardChange change) {
    return cards.store(tx, key, change);
  }

  /** Gives a card back that was not touched. */
  public Future<Void> release(CardKey key, CardFinding.Ours turn, Duration again) {
    return transactions.run(key.tenant(), tx -> cards.failed(tx, key, turn, again, null));
  }
}
