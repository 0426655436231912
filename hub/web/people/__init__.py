"""The pages by which somebody gets an account, signs in and looks after it; one module for each noun."""

from hub.web.people import (
    account,
    api_tokens,
    invitation,
    leaving,
    my_data,
    new_password,
    own_details,
    recovery_codes,
    register,
    second_factor,
    sign_in,
    signed_in,
    still_here,
)

BLUEPRINTS = (
    *(register.bp, sign_in.bp, account.bp),
    *(new_password.bp, second_factor.bp, recovery_codes.bp, own_details.bp, signed_in.bp, api_tokens.bp),
    *(invitation.bp, still_here.bp, leaving.bp, my_data.bp),
)
"""Each has its policies; hub.web registers them."""
