"""One recommendation: the words, who stands behind them and what they earn, and the product to buy in place."""
