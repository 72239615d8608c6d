"""WeChat Pay, API v3: payers pay on a page that opens WeChat (H5). Needs the package `wechatpayv3`.

Our requests are signed with the merchant's RSA key, its answers and notices with WeChat Pay's; notices are encrypted
with the APIv3 key (AES-256-GCM). Our id without its dashes is the out_trade_no and the out_refund_no, so everything is
asked for by our own name. It moves real money only, in yuan; payouts are not part of this contract.
"""
