"""Several agreements of one company, side by side."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.answering.problems import documented
from app.api.answering.renamed import SAID_SO, renamed
from app.api.deps import AsOf, KnownAt, TheWorkspace, in_thread
from app.api.door.strict import StrictRoute
from app.rules.companies import OneOffering
from app.rules.facts import ShareCount
from app.rules.terms import Identifier, Words
from app.rules.values.written_dates import PlainDate
from app.services.agreements import companies
from app.services.agreements.companies import CompanyState, OfferingOfCompany

router = APIRouter(route_class=StrictRoute, prefix="/v1/companies", tags=["Agreements"])

CompanyId = Annotated[
    Identifier,
    Path(
        description="The company, by `company.id` of the terms of its agreements.",
        openapi_examples={"ctc": {"summary": "CTC", "value": "ctc"}},
    ),
]


class OfferingAsked(BaseModel):
    """An underwritten offering that the company initiates, with what everybody asks to sell."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: Annotated[PlainDate, Field(description="The day on which shares and terms are taken.")]
    company_shares: Annotated[
        ShareCount, Field(description="What the company sells. Left out: nothing.")
    ] = 0
    holders: Annotated[
        dict[Identifier, dict[Identifier, ShareCount]],
        Field(
            min_length=1,
            max_length=20,
            description="What Holders ask to sell, by the agreement under which they do.",
        ),
    ]
    others: Annotated[
        dict[Words, ShareCount],
        Field(
            default_factory=dict,
            max_length=1000,
            description="What persons under none of the agreements sell.",
        ),
    ]
    maximum_shares: Annotated[
        ShareCount,
        Field(description="The most that the managing underwriter advises, in writing."),
    ]

    def offering(self) -> OneOffering:
        """The offering as the rules know it."""
        return OneOffering(
            self.on, self.company_shares, self.holders, self.others, self.maximum_shares
        )


@router.get(
    "/{company_id}",
    summary="Compare a company's agreements",
    responses={**documented(404, 422, 503), 200: {"headers": SAID_SO}},
)
async def get_company(
    workspace: TheWorkspace,
    company_id: CompanyId,
    response: Response,
    agreement_id: Annotated[
        tuple[Identifier, ...],
        Query(
            max_length=20,
            description="Only these agreements; may be given several times. Left out: every "
            "agreement whose terms name this company.",
        ),
    ] = (),
    as_of: AsOf = None,
    known_at: KnownAt = None,
    agreement: Annotated[
        tuple[Identifier, ...],
        Query(max_length=20, deprecated=True, description="The old name of `agreement_id`."),
    ] = (),
) -> CompanyState:
    """**Do several agreements of one company fit each other, and how have majorities shifted?**

    Where one ranks its Holders before those of another and that other does not say the same, both
    clauses are named and neither prevails. Rights given in a later agreement are held against an
    earlier one that limits them. Every threshold is counted on each day on which shares were
    issued, converted or sold, with the facts that did it; so is the weight of each agreement's
    Holders among all.
    """
    under = renamed(response, "agreement", agreement or None, "agreement_id", agreement_id or None)
    return await in_thread(
        lambda: companies.state(workspace, company_id, under or (), as_of, known_at)
    )


@router.post(
    "/{company_id}/offering",
    summary="Compute one offering under several agreements",
    responses=documented(400, 404, 413, 415, 422, 503),
)
async def post_company_offering(
    workspace: TheWorkspace,
    company_id: CompanyId,
    body: Annotated[
        OfferingAsked,
        Body(
            openapi_examples={
                "one": {
                    "summary": "Room for half of what is asked",
                    "value": {
                        "on": "1999-06-01",
                        "company_shares": 1_000_000,
                        "holders": {"ctc": {"spectrum": 400_000, "mochary": 20_000}},
                        "others": {"other-holder": 100_000},
                        "maximum_shares": 1_200_000,
                    },
                }
            }
        ),
    ],
    known_at: KnownAt = None,
) -> OfferingOfCompany:
    """**Who may sell how many shares when Holders of several agreements sell in one offering?**

    Each agreement's own cutback is applied to the whole offering. A number on which all agree is
    the answer; where they differ, it is null, and what each says stands beside its clause. Nothing
    is recorded.
    """
    return await in_thread(
        lambda: companies.offering(workspace, company_id, body.offering(), known_at)
    )
