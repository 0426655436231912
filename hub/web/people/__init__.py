"""The pages by which somebody gets an account, signs in and looks after it; one module for each noun."""

from hub.web.people import account, register, sign_in

BLUEPRINTS = (register.bp, sign_in.bp, account.bp)
"""Each has its policies; hub.web registers them."""
